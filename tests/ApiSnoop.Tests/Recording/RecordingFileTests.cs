using System.Security.Cryptography;
using System.Text;
using ApiSnoop.Filtering;
using ApiSnoop.Recording;
using ApiSnoop.Recording.Sharing;
using ApiSnoop.Recording.Store;
using ApiSnoop.Reports;

namespace ApiSnoop.Tests.Recording;

/// <summary>A recording as one file: it comes back as it was, and what is not one is refused with the reason.</summary>
public sealed class RecordingFileTests : IDisposable
{
    readonly TemporaryFolder _here = new(), _there = new();
    readonly RecordingStore _mine, _theirs;

    public RecordingFileTests()
    {
        _mine = new RecordingStore(_here.Path);
        _theirs = new RecordingStore(_there.Path);
        Recordings.Small().Save(_mine, "app");
    }

    public void Dispose()
    {
        _here.Dispose();
        _there.Dispose();
    }

    [Fact]
    public void What_was_exported_comes_back_as_it_was()
    {
        var manifest = RecordingFile.Import(_theirs, new MemoryStream(Exported()));

        var (was, now) = (_mine.Open("app")!, _theirs.Open("app")!);
        now.Cube.ShouldCount(was.Cube);
        RecordedCalls.WithAuditId(now, "id-1").ShouldBe(RecordedCalls.WithAuditId(was, "id-1"));
        RecordedCalls.QueryParameters(now, "readCoreV1Node").ShouldBe(RecordedCalls.QueryParameters(was, "readCoreV1Node"));
        (manifest.Requests, manifest.Release, manifest.LoadedAt).ShouldBe((5, "1.20", was.Manifest.LoadedAt));
        manifest.CubeFile.ShouldNotBe(was.Manifest.CubeFile);
    }

    [Fact]
    public void It_is_an_archive_that_any_tool_opens_and_the_same_each_time()
    {
        Exported().ShouldBe(Exported());

        using var tar = new System.Formats.Tar.TarReader(new MemoryStream(Exported()));
        var names = new List<string>();
        while (tar.GetNextEntry() is { } entry) names.Add(entry.Name);
        names[..2].ShouldBe(["recording.json", "manifest.json"]);
        names.Count.ShouldBe(5);
    }

    [Fact]
    public void Counts_alone_hold_no_single_request_and_say_so()
    {
        Parts(Exported()).ShouldContain(p => p.Name.StartsWith("requests-"));
        var counts = Exported(countsOnly: true);
        Parts(counts).ShouldNotContain(p => p.Name.StartsWith("requests-"));

        RecordingFile.Import(_theirs, new MemoryStream(counts)).HoldsCountsOnly.ShouldBeTrue();
        var shelf = new RecordingShelf(_theirs);
        shelf.Coverage("app", RecordingFilter.All)!.Cube.Requests.ShouldBe(5);
        _theirs.Find("app")!.Notes.ShouldContain(n => n.StartsWith("It holds counts only"));
        Should.Throw<StoreException>(() => shelf.Coverage("app", RecordingFilter.All with { Since = DateTimeOffset.UnixEpoch })).Message
            .ShouldContain("holds counts only");
        Should.Throw<StoreException>(() => _theirs.Begin("app", append: true)).Message.ShouldContain("cannot be added to");
        // And on it goes.
        using var again = new MemoryStream();
        RecordingFile.Export(_theirs, "app", again, countsOnly: false)!.HoldsCountsOnly.ShouldBeTrue();
        again.Position = 0;
        RecordingFile.Import(_mine, again, "counts").Requests.ShouldBe(5);
    }

    [Fact]
    public void An_app_that_is_there_is_kept_unless_it_is_to_be_replaced()
    {
        Should.Throw<StoreException>(() => RecordingFile.Import(_mine, new MemoryStream(Exported()))).Message
            .ShouldBe("there is a recording of \"app\" already: give --replace, or another name with --as");
        RecordingFile.Import(_mine, new MemoryStream(Exported()), "other").App.ShouldBe("other");
        RecordingFile.Import(_mine, new MemoryStream(Exported()), replace: true).App.ShouldBe("app");

        _mine.Manifests().Select(m => m.App).ShouldBe(["app", "other"]);
        Directory.GetFiles(new RecordingFolder(_mine.Location).FolderOf("app")).Length.ShouldBe(4);
    }

    [Fact]
    public void An_app_that_there_is_not_is_no_file() => RecordingFile.Export(_mine, "nobody", new MemoryStream(), false).ShouldBeNull();

    public static TheoryData<string, string> Hostile => new()
    {
        { "nothing", "it is cut off in recording.json" },
        { "a log", "it is no archive as recording export writes it" },
        { "cut", "it is cut off in " },
        { "no end", "it is cut off in its end" },
        { "more behind", "something stands behind its end" },
        { "a file more", "\"evil.sh\" is in it, which its list does not have" },
        { "a flipped bit", "was changed: its hash is another than its list says" },
        { "another size", "bytes in it, where its list says" },
        { "another order", "is in it where cube-" },
        { "a path upwards", "\"../../evil.parquet\" is no name of a recording's file" },
        { "an absolute path", "\"/etc/passwd\" is no name of a recording's file" },
        { "a name of two", "it announces a file twice" },
        { "a link", "in it is no plain file" },
        { "a long name", "in it is no plain file" },
        { "a huge size", "cannot be 9223372036854775807 bytes long" },
        { "a negative size", "cannot be -1 bytes long" },
        { "a huge list", "recording.json in it is too large" },
        { "many files", "it announces more than 4096 files, or none" },
        { "a newer layout", "it was written by a newer APISnoop; update this one" },
        { "a list that is none", "its list of files cannot be read" },
        { "a manifest that is none", "its manifest cannot be read" },
        { "a manifest of others", "its manifest names other files than its list" },
        { "a manifest that mixes", "its manifest gives a file a name of another kind" },
        { "an older format", "it is of format 2, which cannot be imported" },
        { "no app", "its app has no name, or too long a one" },
        { "an unknown release", "it is of release 9.9, which this APISnoop does not know" },
        { "more matched than made", "a number in its manifest cannot be" },
        { "fewer requests", "its cube counts another number of requests than its manifest" },
        { "no cube", "its counts are damaged" },
        { "no rows", "cannot be read" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void What_is_no_recording_is_refused_with_the_reason_and_leaves_nothing(string how, string why)
    {
        var bytes = Made(how);

        Should.Throw<InvalidDataException>(() => RecordingFile.Import(_theirs, new MemoryStream(bytes))).Message.ShouldContain(why);

        _theirs.List().Manifests.ShouldBeEmpty();
        _theirs.List().Damaged.ShouldBeEmpty();
        Directory.GetFiles(_there.Path, "*.*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".lock")).ShouldBeEmpty();
    }

    [Fact]
    public void Bytes_that_were_changed_anywhere_are_never_taken_for_another_recording()
    {
        var good = Exported();
        var random = new Random(17);
        for (var i = 0; i < 300; i++)
        {
            var bytes = (byte[])good.Clone();
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                RecordingFile.Import(_theirs, new MemoryStream(bytes), "app", replace: true);
                _theirs.Open("app")!.Cube.ShouldCount(_mine.Open("app")!.Cube);
            }
            catch (InvalidDataException)
            {
            }
        }
    }

    byte[] Exported(bool countsOnly = false)
    {
        using var file = new MemoryStream();
        RecordingFile.Export(_mine, "app", file, countsOnly).ShouldNotBeNull();
        return file.ToArray();
    }

    byte[] Made(string how)
    {
        var good = Exported();
        var files = Parts(good);
        var (cube, manifest) = (files[1], Encoding.UTF8.GetString(files[0].Content));
        byte[] With(string was, string now) => Archive([
            ("manifest.json", Encoding.UTF8.GetBytes(manifest.Replace(was, now))), .. files[1..],
        ]);
        return how switch
        {
            "nothing" => [],
            "a log" => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"kind\":\"Event\"}\n", 100))),
            "cut" => good[..(good.Length / 2)],
            "no end" => good[..^1024],
            "more behind" => [.. good, 1],
            "a file more" => [.. good[..^1024], .. TarBlock.Of("evil.sh", 0, default), .. new byte[1024]],
            "a flipped bit" => Flipped(good, cube.Content),
            "another size" => Archive(files, list => list.Replace($"{cube.Content.Length},", $"{cube.Content.Length + 1},")),
            "another order" => Archive([files[0], files[2], files[1], .. files[3..]], files),
            "a path upwards" => Archive([.. files, ("../../evil.parquet", [])]),
            "an absolute path" => Archive([.. files, ("/etc/passwd", [])]),
            "a name of two" => Archive([.. files, files[1]]),
            "a link" => Changed(good, block => block[156] = (byte)'2'),
            "a long name" => Changed(good, block => block[345] = (byte)'x'),
            "a huge size" => Archive(files, list => list.Replace($"{cube.Content.Length},", "9223372036854775807,")),
            "a negative size" => Archive(files, list => list.Replace($"{cube.Content.Length},", "-1,")),
            "a huge list" => TarBlock.Of("recording.json", 1L << 32, default),
            "many files" => Archive([.. Enumerable.Range(0, 4097).Select(i => ($"cube-{i}.parquet", Array.Empty<byte>()))]),
            "a newer layout" => Archive(files, list => list.Replace("\"format\": 1", "\"format\": 2")),
            "a list that is none" => Archive(files, _ => "[]"),
            "a manifest that is none" => Archive([("manifest.json", "{"u8.ToArray()), .. files[1..]]),
            "a manifest of others" => With(files[1].Name, "cube-other.parquet"),
            "a manifest that mixes" => Mixed(files, manifest),
            "an older format" => With("\"format\": 3", "\"format\": 2"),
            "no app" => With("\"app\": \"app\"", "\"app\": \"\""),
            "an unknown release" => With("\"release\": \"1.20\"", "\"release\": \"9.9\""),
            "more matched than made" => With("\"matchedRequests\": 0", "\"matchedRequests\": 6"),
            "fewer requests" => With("\"requests\": 5", "\"requests\": 4"),
            "no cube" => Archive([files[0], (cube.Name, "no Parquet"u8.ToArray()), .. files[2..]]),
            "no rows" => Archive([.. files[..^1], (files[^1].Name, "no Parquet"u8.ToArray())]),
            _ => throw new ArgumentException(how),
        };
    }

    /// <summary>The manifest calls the parameters the cube.</summary>
    static byte[] Mixed(List<(string Name, byte[] Content)> files, string manifest)
    {
        var swapped = manifest.Replace(files[1].Name, "@").Replace(files[2].Name, files[1].Name).Replace("@", files[2].Name);
        return Archive([("manifest.json", Encoding.UTF8.GetBytes(swapped)), files[2], files[1], .. files[3..]]);
    }

    static byte[] Flipped(byte[] good, byte[] part)
    {
        var bytes = (byte[])good.Clone();
        bytes[good.AsSpan().IndexOf(part) + part.Length / 2] ^= 1;
        return bytes;
    }

    /// <summary>The block of the second file with something else in it, and the right checksum.</summary>
    static byte[] Changed(byte[] good, Action<byte[]> change)
    {
        var at = good.AsSpan(512).IndexOf("manifest.json\0"u8) + 512;
        var block = good[at..(at + 512)];
        change(block);
        "        "u8.CopyTo(block.AsSpan(148));
        Encoding.ASCII.GetBytes(Convert.ToString(block.Sum(b => b), 8).PadLeft(6, '0') + "\0 ", block.AsSpan(148));
        return [.. good[..at], .. block, .. good[(at + 512)..]];
    }

    static List<(string Name, byte[] Content)> Parts(byte[] archive)
    {
        using var tar = new System.Formats.Tar.TarReader(new MemoryStream(archive));
        var parts = new List<(string, byte[])>();
        while (tar.GetNextEntry(copyData: true) is { } entry)
        {
            using var content = new MemoryStream();
            entry.DataStream?.CopyTo(content);
            parts.Add((entry.Name, content.ToArray()));
        }

        return parts[1..];
    }

    static byte[] Archive(List<(string Name, byte[] Content)> files, Func<string, string>? change = null) =>
        Archive(files, files, change);

    static byte[] Archive(
        List<(string Name, byte[] Content)> files, List<(string Name, byte[] Content)> listed, Func<string, string>? change = null)
    {
        var list = new FileList(false, [
            .. listed.Select(f => new ListedFile(f.Name, f.Content.Length, Convert.ToHexStringLower(SHA256.HashData(f.Content)))),
        ]).ToJson();
        if (change is not null) list = Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(list)));
        using var archive = new MemoryStream();
        foreach (var (name, content) in files.Prepend((FileList.Name, list)))
        {
            archive.Write(TarBlock.Of(name, content.Length, default));
            archive.Write(content);
            archive.Write(new byte[(512 - content.Length % 512) % 512]);
        }

        archive.Write(new byte[1024]);
        return archive.ToArray();
    }
}
