using System.IO.Compression;
using ApiSnoop.Cli;
using ApiSnoop.Filtering;
using ApiSnoop.Loading;
using ApiSnoop.Recording;
using ApiSnoop.Recording.Counts;
using ApiSnoop.Recording.Rows;
using ApiSnoop.Tests.Audit;
using ApiSnoop.Tests.Recording;

namespace ApiSnoop.Tests.Loading;

public class AppendingTests : LogFolderFixture
{
    [Fact]
    public void A_real_log_appended_part_by_part_is_recorded_as_if_it_was_loaded_whole()
    {
        var lines = Lines(DemoLogs.Path(DemoLogs.All[0].Log));
        var parts = lines.GroupBy(l => l[l.IndexOf("\"auditID\"", StringComparison.Ordinal) + 13] % 6)
            .Select((part, i) => Write($"part{i}.log", string.Join('\n', part))).ToList();
        var whole = Load("whole", [Write("whole.log", string.Join('\n', lines))], append: false);
        whole.Cube.Cells.Length.ShouldBeGreaterThan(5000);

        foreach (var part in parts) Load("parts", [part], append: true);

        var appended = Store.Open("parts")!;
        appended.Manifest.Requests.ShouldBe(whole.Manifest.Requests);
        appended.Manifest.Sources.Length.ShouldBe(parts.Count);
        appended.Cube.ShouldCount(whole.Cube);
        Parameters(appended).ShouldBe(Parameters(whole));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(5)]
    public void Pieces_of_a_log_that_cut_requests_in_two_count_each_request_once(int pieces)
    {
        var lines = Lines(DemoLogs.Path(DemoLogs.All[0].Log));
        var whole = Load("whole", [Write("whole.log", string.Join('\n', lines))], append: false);

        foreach (var (i, piece) in lines.Chunk(lines.Count / pieces).Index())
            Load("pieces", [Write($"{i}.log", string.Join('\n', piece))], append: true);

        Store.Open("pieces")!.Manifest.Requests.ShouldBe(whole.Manifest.Requests);
        Endpoints("pieces").Except(Endpoints("whole")).ShouldBeEmpty();
    }

    [Fact]
    public void A_log_that_has_grown_adds_what_is_new()
    {
        var lines = Lines(DemoLogs.Path(DemoLogs.All[0].Log));
        var whole = Load("whole", [Write("whole.log", string.Join('\n', lines))], append: false);

        foreach (var length in new[] { 5_000, 5_001, 12_000, lines.Count })
            Load("growing", [Write("audit.log", string.Join('\n', lines.Take(length)))], append: true);

        Store.Open("growing")!.Manifest.Requests.ShouldBe(whole.Manifest.Requests);
        Endpoints("growing").Except(Endpoints("whole")).ShouldBeEmpty();
    }

    [Fact]
    public void Of_a_long_recording_only_rows_that_the_log_may_tell_again_are_looked_at()
    {
        const int Hour = 3600;
        var recording =
            Load("app", [Write("1.log", AuditText.Event("old")), Write("2.log", AuditText.Event("new", second: 3 * Hour))], append: false);
        var since = DateTimeOffset.Parse("2026-11-23T15:12:00Z", System.Globalization.CultureInfo.InvariantCulture).AddHours(2)
            .ToUnixTimeMilliseconds() * 1000;

        new CountedRequests(recording.RequestFiles, long.MinValue).Count.ShouldBe(2);
        new CountedRequests(recording.RequestFiles, long.MinValue, most: 1).All.ShouldBeFalse();
        var counted = new CountedRequests(recording.RequestFiles, since);
        counted.Count.ShouldBe(1);
        counted.ReachBackTo(since - 1);
        counted.Count.ShouldBe(1);
        counted.ReachBackTo(since - 90L * 60 * 1_000_000);
        counted.Count.ShouldBe(2);
    }

    [Fact]
    public void A_request_that_was_received_long_before_the_log_starts_is_told_again_all_the_same()
    {
        const int Hour = 3600;
        Load("app", [Write("1.log", AuditText.Event("watch", "ResponseStarted") + "\n" + AuditText.Event("other", second: 9 * Hour))],
            append: false);

        var appended =
            Load("app",
                [Write("2.log", AuditText.Event("new", second: 10 * Hour) + "\n" + AuditText.Event("watch") + "\n"
                    + AuditText.Event("other", second: 9 * Hour))], append: true);

        appended.Manifest.Requests.ShouldBe(3);
    }

    [Fact]
    public void The_same_log_under_another_filter_adds_what_that_keeps()
    {
        var log = Write("audit.log", AuditText.Event("1", agent: "kubectl") + "\n" + AuditText.Event("2", agent: "curl"));
        Load("app", [log], append: false, agent: "kubectl");

        Load("app", [log], append: true, agent: "kubectl").Manifest.Requests.ShouldBe(1);
        Load("app", [log], append: true, agent: "curl").Manifest.Requests.ShouldBe(2);
        Load("app", [log], append: true, agent: "curl").Manifest.Sources.Length.ShouldBe(2);
    }

    [Fact]
    public void Requests_without_a_time_are_told_again_by_their_id()
    {
        const string Untimed =
            """{"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"u","stage":"ResponseComplete","verb":"list","""
            + """ "requestURI":"/api/v1/nodes"}""";
        Load("app", [Write("1.log", AuditText.Event("1", second: 9000) + "\n" + Untimed)], append: false);

        var grown = Load("app", [Write("2.log", Untimed + "\n" + AuditText.Event("2", second: 90_000))], append: true);

        grown.Manifest.Requests.ShouldBe(3);
    }

    [Fact]
    public void A_damaged_archive_is_appended_as_far_as_it_can_be_read()
    {
        var whole = Gzip(Tar(("a.log", Bytes(AuditText.Event("1"))), ("b.log", Bytes(LongText(2_000)))));
        Load("app", [Write("first.log", AuditText.Event("first"))], append: false);

        var appended = Load("app", [Write("cut.tar.gz", whole[..(whole.Length / 2)])], append: true);

        appended.Manifest.Requests.ShouldBeGreaterThan(1);
    }

    [Fact]
    public void What_is_in_the_recording_already_is_left_out()
    {
        var log = Write("audit.log", AuditText.Event("1"));
        Load("app", [log], append: false);

        var again = Load("app", [log], append: true);

        again.Manifest.Requests.ShouldBe(1);
        again.Manifest.Sources.ShouldHaveSingleItem();
    }

    RecordingStore Store => new(Path.Combine(Folder, "store"));

    StoredRecording Load(string app, string[] logs, bool append, string? agent = null)
    {
        var filter = agent is null ? LoadFilterTerms.None : new LoadFilterTerms
        {
            UserAgents = [TextPattern.Parse(agent, prose: true)],
            Description = [$"--user-agent {agent}"],
        };
        var request = new LoadRequest { App = app, Inputs = logs, Append = append, Release = new(1, 20), Filter = filter };
        AuditLoad.Run(request, Store, new LoadProgress(), TestContext.Current.CancellationToken);
        return Store.Open(app)!;
    }

    /// <summary>Requests of each endpoint, whatever came of them.</summary>
    List<string> Endpoints(string app)
    {
        var cube = Store.Open(app)!.Cube;
        return [.. cube.Cells.GroupBy(c => cube.Targets[c.Target]).Select(g => $"{g.Key} {g.Sum(c => c.Requests)}")
            .Order(StringComparer.Ordinal)];
    }

    static IEnumerable<string> Parameters(StoredRecording recording) =>
        ParameterFile.Read(recording.ParameterFile).Select(p => p.ToString()).Order(StringComparer.Ordinal);

    static List<string> Lines(string packed)
    {
        using var text = new StreamReader(new GZipStream(File.OpenRead(packed), CompressionMode.Decompress));
        return [.. text.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }
}
