using System.IO.Compression;
using ApiSnoop.Audit.Archives;
using ApiSnoop.Audit.Inputs;
using ApiSnoop.Loading;
using ApiSnoop.Recording;

namespace ApiSnoop.Tests.Audit;

/// <summary>Archives of many logs, in and out of the order of time.</summary>
public class TarArchiveTests : LogFolderFixture
{
    const int Logs = 300;

    [Theory]
    [InlineData("in order")]
    [InlineData("newest first")]
    [InlineData("as a folder happens to list them")]
    public void A_compressed_archive_is_gone_through_a_few_times_only_whatever_the_order_of_its_logs(string order)
    {
        var packed = Gzip(Archive(order));
        var opened = 0;
        using var archive = new TarArchive("audit.tgz", () =>
        {
            opened++;
            return new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        });
        var inTime = LogInputs.InTimeOrder(archive.Members(hashed: false));

        archive.MakeReadyFor(inTime, CancellationToken.None).ShouldBeNull();

        inTime.Select(ReadAll).ShouldBe(Enumerable.Range(0, Logs).Select(Text));
        opened.ShouldBeLessThanOrEqualTo(3);
    }

    [Theory]
    [InlineData("tar")]
    [InlineData("tgz")]
    public void An_archive_of_many_logs_loads_as_their_folder_does(string kind)
    {
        var tar = Archive("as a folder happens to list them");
        var path = Write("audit." + kind, kind == "tgz" ? Gzip(tar) : tar);

        var manifest = AuditLoad.Run(
            new LoadRequest { App = "app", Inputs = [path], Release = new(1, 20), Threads = 3 },
            new RecordingStore(Path.Combine(Folder, "store")), new LoadProgress(), TestContext.Current.CancellationToken);

        manifest.Requests.ShouldBe(Logs);
        manifest.Sources.Select(s => s.Name).ShouldBe(Enumerable.Range(0, Logs).Select(i => $"{path}!{i}.log"));
        manifest.Sources.ShouldAllBe(s => s.Events == 1 && s.Sha256.Length == 64);
    }

    [Fact]
    public void A_cut_off_archive_that_is_not_compressed_says_so_too()
    {
        var tar = Tar(("a.log", "1\n"u8.ToArray()), ("b.log", Bytes(LongText(100))));
        using var found = Expand(Write("audit.tar", tar[..(tar.Length / 2)]));

        ReadAll(found.Inputs[0]).ShouldBe("1\n");
        using var second = found.Inputs[1].Open();
        LongText(100).ShouldStartWith(ReadAll(second));
        second.Damage.ShouldNotBeNull();
    }

    [Fact]
    public void A_cut_off_archive_that_is_put_aside_gives_what_it_holds()
    {
        var packed = Gzip(Archive("newest first"));
        using var found = Expand(Write("audit.tgz", packed[..(packed.Length / 2)]));
        var inTime = LogInputs.InTimeOrder(found.Inputs);

        found.MakeReadyFor(inTime, CancellationToken.None);

        // The last member of the archive, which is the oldest, is cut in two. It is read first or, cut before its time is told, last.
        inTime.Count.ShouldBeInRange(2, Logs - 1);
        var read = inTime.Select(ReadAll).ToList();
        var cut = read.Single(t => !t.EndsWith('}'));
        Text(Logs - inTime.Count).ShouldStartWith(cut);
        read.Where(t => t != cut).ShouldBe(Enumerable.Range(Logs - inTime.Count + 1, inTime.Count - 1).Select(Text));
        found.Notes.ShouldHaveSingleItem().ShouldContain("cut off or damaged");
    }

    static string Text(int log) => AuditText.Event($"id{log}", second: log);

    static byte[] Archive(string order)
    {
        var random = new Random(5);
        var logs = Enumerable.Range(0, Logs);
        var ordered = order switch { "in order" => logs, "newest first" => logs.Reverse(), _ => logs.OrderBy(_ => random.Next()) };
        return Tar([.. ordered.Select(i => ($"{i}.log", Bytes(Text(i))))]);
    }
}
