using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using ApiSnoop.Audit.Inputs;
using ApiSnoop.Conformance.Runs;
using ApiSnoop.Coverage;
using ApiSnoop.Filtering;
using ApiSnoop.Loading;
using ApiSnoop.Recording;
using ApiSnoop.Reports;
using ApiSnoop.Tests.Audit;

namespace ApiSnoop.Tests.Loading;

public sealed class TestsByTimeTests : LogFolderFixture
{
    static readonly DateTimeOffset s_near = new(2026, 11, 26, 13, 0, 0, TimeSpan.Zero);

    RecordingStore Store => new(Path.Combine(Folder, "store"));

    static string Serial(string file) => Repository.Path("tests/data/e2e-serial/" + file);

    /// <summary>The truth is what the suite's own user agents say: 17 tests made 611 requests to 39 operations.</summary>
    [Fact]
    public void By_time_the_requests_of_a_serial_run_go_to_the_tests_that_its_user_agents_name()
    {
        var truth = Load("truth", Serial("audit.log.gz"));
        var byTime = Load("e2e", WithoutNames(), Serial("e2e.log.gz"));

        var (named, given) = (Calls(truth), Calls(byTime));

        named.Values.Sum().ShouldBe(611);
        named.Keys.Select(k => k.Test).Distinct().Count().ShouldBe(17);
        named.Keys.Select(k => k.Operation).OfType<string>().Distinct().Count().ShouldBe(39);
        given.ShouldBe(named, ignoreOrder: true);
        var tests = byTime.Manifest.TimedTests;
        (tests.Length, tests.Sum(t => t.Others)).ShouldBe((17, 3548));
        byTime.Manifest.Notes.ShouldContain(n => n.StartsWith("634 requests were given to 17 of 17 tests", StringComparison.Ordinal));
        Exporters.Find("tests")!.Make(new RecordingShelf(Store).Input(["e2e"], RecordingFilter.All, null, false)).Columns
            .Select(c => c.Name).TakeLast(2).ShouldBe(["of them by time", "others in its time"]);
    }

    [Fact]
    public void A_request_that_names_its_test_keeps_it_and_a_clock_that_differs_is_said()
    {
        var right = Load("right", Serial("audit.log.gz"), Serial("e2e.log.gz"));
        var late = Load("late", Serial("audit.log.gz"), Serial("e2e.log.gz"), shift: TimeSpan.FromSeconds(-5));

        Calls(late, named: true).ShouldBe(Calls(right, named: true), ignoreOrder: true);
        right.Manifest.Notes.ShouldNotContain(n => n.Contains("clocks differ", StringComparison.Ordinal));
        late.Manifest.Notes.ShouldContain(
            "392 of 611 requests that name their test came outside of its time, by up to 5.0 s: clocks differ, or the times are not UTC. "
            + "Move them with --tests-shift.");
    }

    [Fact]
    public void Durations_of_a_junit_report_are_told_as_inexact()
    {
        var junit = Load("junit", WithoutNames(), Serial("junit_01.xml.gz"));

        junit.Manifest.TimedTests.Length.ShouldBe(16);
        string.Join(' ', junit.Manifest.Notes).ShouldContain(
            "(the durations in junit_01.xml.gz, one after the other from the start of the audit log, which is inexact)");
    }

    [Fact]
    public void Requests_in_the_time_of_several_tests_or_of_none_are_given_to_none()
    {
        var log = Write("audit.log", string.Join('\n', Enumerable.Range(0, 6).Select(i =>
            AuditText.Event($"{i}", agent: "suite/1", user: "ann", second: i * 10))));
        var report = Write("report.json", Report(("a", 5, 25), ("b", 20, 35)));

        var load = Load("x", log, report);

        var naming = TestNaming.Usual;
        load.Cube.Cells.GroupBy(c => naming.Of(load.Cube.Agents[c.Agent])?.Name ?? "")
            .ToDictionary(g => g.Key, g => g.Sum(c => c.Requests))
            .ShouldBe(new Dictionary<string, long> { ["A suite a"] = 1, ["A suite b"] = 1, [""] = 4 }, ignoreOrder: true);
        load.Manifest.Notes.ShouldContain("1 requests came while several tests ran, and were given to none.");
        load.Cube.Agents.ShouldContain("suite/1 -- (by time) A suite a");
    }

    [Fact]
    public void Ginkgo_2_tells_names_and_times_and_what_is_no_test_is_left_out()
    {
        var spans = TestSpans.Read(Encoding.UTF8.GetBytes(Report(("first", 0, 2), ("second", 2, 3))), "report.json", s_near);

        spans.Tests.Select(t => (t.Name, (t.End - t.Start).TotalSeconds)).ShouldBe([("A suite first", 2), ("A suite second", 1)]);
    }

    [Fact]
    public void Ginkgo_1_tells_no_year_so_the_nearest_to_the_log_is_taken()
    {
        const string Printed = """
            ------------------------------
            [sig-a] Suite 
              does it
              file.go:1
            Dec 31 23:59:58.000: INFO: one
            ------------------------------
            [sig-a] Suite 
              does the other
              file.go:1
            Jan  1 00:00:03.500: INFO: two
            Jan  1 00:00:04.000: INFO: three
            """;

        var spans = TestSpans.Read(Encoding.UTF8.GetBytes(Printed), "e2e.log", new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero));

        spans.Tests.Select(t => $"{t.Name} {t.Start:u} {(t.End - t.Start).TotalSeconds}").ShouldBe(
            ["[sig-a] Suite does it 2026-12-31 23:59:58Z 5.5", "[sig-a] Suite does the other 2027-01-01 00:00:03Z 0.5"]);
    }

    [Theory]
    [InlineData("nothing here")]
    [InlineData("<html/>")]
    [InlineData("""[{"SpecReports":[}]""")]
    [InlineData("")]
    public void A_file_that_tells_no_times_is_refused_and_nothing_is_recorded(string text)
    {
        var file = Write("run", text);

        Should.Throw<LogInputException>(() => Load("x", Serial("audit.log.gz"), file)).Message.ShouldContain("run");

        Store.Manifests().ShouldBeEmpty();
    }

    static string Report(params (string Name, int From, int To)[] tests)
    {
        static string At(int second) => new DateTimeOffset(2026, 11, 23, 15, 12, 0, TimeSpan.Zero).AddSeconds(second).ToString("O", null);
        var specs = new JsonArray([.. tests.Select(t => new JsonObject
        {
            ["ContainerHierarchyTexts"] = new JsonArray("A suite"),
            ["LeafNodeType"] = "It",
            ["LeafNodeText"] = t.Name,
            ["State"] = "passed",
            ["StartTime"] = At(t.From),
            ["EndTime"] = At(t.To),
        })]);
        specs.Add(new JsonObject { ["LeafNodeType"] = "BeforeSuite", ["State"] = "passed", ["StartTime"] = At(0), ["EndTime"] = At(99) });
        specs.Add(new JsonObject { ["LeafNodeType"] = "It", ["LeafNodeText"] = "not run", ["State"] = "skipped" });
        return new JsonArray(new JsonObject { ["SuitePath"] = "/x", ["SpecReports"] = specs }).ToJsonString();
    }

    StoredRecording Load(string app, string log, string? testsFrom = null, TimeSpan shift = default)
    {
        AuditLoad.Run(
            new LoadRequest { App = app, Inputs = [log], TestsFrom = testsFrom is null ? [] : [testsFrom], TestsShift = shift }, Store,
            new LoadProgress(), TestContext.Current.CancellationToken);
        return Store.Open(app)!;
    }

    /// <summary>The suite's own requests by test and operation.</summary>
    static Dictionary<(string Test, string? Operation), long> Calls(StoredRecording recording, bool named = false) => (
        from cell in recording.Cube.Cells
        let agent = recording.Cube.Agents[cell.Agent]
        let test = TestNaming.Usual.Of(agent)
        where test is not null && !(named && test.IsByTime) && agent.StartsWith("e2e.test/", StringComparison.Ordinal)
        group cell.Requests by (test.Name, recording.Cube.Targets[cell.Target].OperationId)).ToDictionary(g => g.Key, g => g.Sum());

    /// <summary>The log of a suite that does not name its tests.</summary>
    string WithoutNames()
    {
        using var log = new StreamReader(new GZipStream(File.OpenRead(Serial("audit.log.gz")), CompressionMode.Decompress));
        var lines = new List<string>();
        while (log.ReadLine() is { } line)
        {
            var mark = line.IndexOf(" -- ", StringComparison.Ordinal);
            var end = mark < 0 ? -1 : line.IndexOf('"', mark);
            lines.Add(mark < 0 ? line : line[..mark] + line[end..]);
        }

        return Write("nameless.log", string.Join('\n', lines));
    }
}
