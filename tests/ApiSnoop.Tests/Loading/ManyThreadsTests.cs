using System.Security.Cryptography;
using ApiSnoop.Loading;
using ApiSnoop.Loading.Requests;
using ApiSnoop.Recording;
using ApiSnoop.Recording.Rows;
using ApiSnoop.Tests.Audit;
using ApiSnoop.Tests.Recording;
using ParquetSharp;

namespace ApiSnoop.Tests.Loading;

public sealed class ManyThreadsTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("lines")]
    [InlineData("array")]
    [InlineData("lines, then a huge one, then lines")]
    public void What_a_file_gives_does_not_hang_on_the_number_of_threads(string wrapping)
    {
        var log = Write(wrapping, requests: 70_000);
        var hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(log)));

        var manifests = new[] { 1, 2, 5 }.Select(threads => Load(log, threads)).ToList();

        foreach (var manifest in manifests)
        {
            manifest.Requests.ShouldBe(70_000);
            manifest.Sources.ShouldHaveSingleItem()
                .ShouldSatisfyAllConditions(s => s.Sha256.ShouldBe(hash), s => s.Bytes.ShouldBe(new FileInfo(log).Length));
            (manifest with { LoadedAt = default, CubeFile = "", ParameterFile = "", RequestFiles = [] }).ToString()
                .ShouldBe((manifests[0] with { LoadedAt = default, CubeFile = "", ParameterFile = "", RequestFiles = [] }).ToString());
        }
    }

    [Fact]
    public void The_rows_are_in_the_order_of_the_log()
    {
        var log = Write("lines", requests: 70_000);

        var manifest = Load(log, threads: 4);

        AuditIds(manifest).ShouldBe(Enumerable.Range(0, 70_000).Select(i => $"id{i}"));
    }

    [Fact]
    public void Of_several_files_each_has_its_own_hash()
    {
        var logs = new[] { Write("lines", 9_000), Write("array", 8_000), Write("lines", 7_000) };

        var manifest = Load(threads: 3, logs: logs);

        foreach (var log in logs)
            manifest.Sources.Single(s => s.Name == log).Sha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(log))));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("[", "]")]
    public void A_file_is_closed_as_soon_as_it_is_read(string before, string after)
    {
        int open = 0, most = 0;
        InputReading File(int number)
        {
            var log = LogFolderFixture.Bytes(before + AuditText.Event($"id{number}") + after);
            return new InputReading(
                $"file{number}", () =>
                    new WatchedStream(log, by => most = Math.Max(most, Interlocked.Add(ref open, by))), longestDocument: 1 << 20);
        }

        LoadedText.Of([.. Enumerable.Range(0, 200).Select(File)], threads: 3).Requests.ShouldBe(200);

        open.ShouldBe(0);
        most.ShouldBeLessThan(20);
    }

    [Fact]
    public void Rows_that_cannot_be_written_end_the_load_at_once()
    {
        using var draft = new RecordingStore(_folder.Path).Begin("app", append: false);
        var load = new Recordings.Load();
        var rows = new RowWriting(draft, load.Dimensions, threads: 1);
        load.Add("listCoreV1Node");
        load.Batch.Target[0] = int.MaxValue;

        rows.Exchange(load.Batch);

        Should.Throw<IOException>(rows.Finish).Message.ShouldStartWith("The recording could not be written");
    }

    public void Dispose() => _folder.Dispose();

    string Write(string wrapping, int requests)
    {
        var events = Enumerable.Range(0, requests)
            .Select(i => AuditText.Event($"id{i}", agent: $"agent {i % 300}", uri: "/api/v1/nodes/n\"" + i % 1000, second: i));
        var path = Path.Combine(_folder.Path, $"{Guid.NewGuid():N}.log");
        var huge = AuditText.Event("huge", stage: "RequestReceived", agent: new string('a', 3_000_000));
        File.WriteAllText(path, wrapping switch
        {
            "array" => $"[{string.Join(",\n", events)}]\n",
            "lines" => string.Join('\n', events) + '\n',
            _ => string.Join('\n', events.Take(requests / 2).Append(huge).Concat(events.Skip(requests / 2))) + '\n',
        });
        return path;
    }

    Manifest Load(string log, int threads) => Load(threads, log);

    Manifest Load(int threads, params string[] logs) => AuditLoad.Run(
        new LoadRequest { App = "app", Inputs = logs, Release = new(1, 20), Threads = threads, LongestDocument = 2 << 20 },
        new RecordingStore(_folder.Path), new LoadProgress(), TestContext.Current.CancellationToken);

    List<string> AuditIds(Manifest manifest)
    {
        var ids = new List<string>();
        foreach (var name in manifest.RequestFiles)
        {
            using var file = new ParquetFileReader(Directory.GetFiles(_folder.Path, name, SearchOption.AllDirectories).Single());
            for (var group = 0; group < file.FileMetaData.NumRowGroups; group++)
            {
                using var rows = file.RowGroup(group);
                using var column = rows.Column(Array.FindIndex(RequestRows.Columns, c => c.Name == "audit_id")).LogicalReader<string>();
                ids.AddRange(column.ReadAll((int)rows.MetaData.NumRows));
            }
        }

        return ids;
    }

    /// <summary>Tells when it is opened and closed.</summary>
    sealed class WatchedStream : MemoryStream
    {
        Action<int>? _told;

        public WatchedStream(byte[] bytes, Action<int> told)
            : base(bytes)
        {
            _told = told;
            told(1);
        }

        protected override void Dispose(bool disposing)
        {
            Interlocked.Exchange(ref _told, null)?.Invoke(-1);
            base.Dispose(disposing);
        }
    }
}
