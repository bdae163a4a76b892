using ApiSnoop.Catalog;
using ApiSnoop.Filtering;
using ApiSnoop.Loading;
using ApiSnoop.Recording;
using ApiSnoop.Reports;
using ApiSnoop.Reports.Usage;
using ApiSnoop.Tests.Recording;

namespace ApiSnoop.Tests.Loading;

/// <summary>Real audit logs, loaded the whole way; the counts are those of an independent brute-force matcher.</summary>
public sealed class RealLogsTests : IDisposable
{
    readonly string _store = Directory.CreateTempSubdirectory("apisnoop-test").FullName;

    public void Dispose() => Directory.Delete(_store, recursive: true);

    [Theory]
    [InlineData("e2e-v1.20.2-metadata", 237_299, 116_061, 113_573, 371, 323, 48, 0)]
    [InlineData("e2e-v1.20.2-requestresponse-head", 40_000, 19_779, 19_340, 271, 227, 44, 0)]
    [InlineData("app-demo-app-v1.20.2-requestresponse", 886, 439, 432, 121, 93, 28, 0)]
    [InlineData("app-kubectl-v1.20.2-metadata", 9_020, 4_477, 4_423, 253, 204, 49, 0)]
    [InlineData("app-node-client-0.22-requestresponse", 570, 283, 280, 142, 110, 32, 0)]
    [InlineData("e2e-2018-distinct", 184_393, 184_393, 178_708, 334, 220, 109, 5)]
    public void A_log_loads_with_exactly_the_known_counts(
        string log, long lines, long requests, long matched, int operations, int stable, int beta, int alpha)
    {
        var (manifest, hits) = Load(log, LoadFilterTerms.None);

        manifest.Lines.ShouldBe(lines);
        manifest.Events.ShouldBe(lines);
        manifest.BadLines.ShouldBe(0);
        manifest.Requests.ShouldBe(requests);
        manifest.MatchedRequests.ShouldBe(matched);
        hits.Count.ShouldBe(operations);
        hits.CountBy(o => o.Level).OrderBy(l => l.Key).Select(l => l.Value)
            .ShouldBe(new[] { stable, beta, alpha }.Where(n => n > 0));
        manifest.Release.ShouldBe(log.Contains("2018", StringComparison.Ordinal) ? "1.12" : "1.20");
    }

    [Theory]
    [InlineData("app-demo-app-v1.20.2-requestresponse", "service-account", "demo-app:demo-app", 63, 56, 46, 46, 0)]
    [InlineData("app-demo-app-v1.20.2-requestresponse", "user-agent", "demo-app/*", 64, 57, 46, 46, 0)]
    [InlineData("app-kubectl-v1.20.2-metadata", "user-agent", "kubectl/*", 515, 478, 153, 122, 31)]
    [InlineData("app-kubectl-v1.20.2-metadata", "namespace", "shop", 2_017, 2_003, 146, 124, 22)]
    [InlineData("app-node-client-0.22-requestresponse", "user-agent", "", 20, 18, 16, 16, 0)]
    public void A_filter_makes_one_app_of_a_whole_clusters_log(
        string log, string field, string pattern, long requests, long matched, int operations, int stable, int beta)
    {
        var terms = field switch
        {
            "service-account" => new LoadFilterTerms { ServiceAccounts = [ServiceAccountPattern.Parse(pattern)] },
            "namespace" => new LoadFilterTerms { Namespaces = [TextPattern.Parse(pattern, prose: false)] },
            _ => new LoadFilterTerms { UserAgents = [TextPattern.Parse(pattern, prose: true)] },
        };

        var (manifest, hits) = Load(log, terms);

        manifest.Requests.ShouldBe(requests);
        manifest.MatchedRequests.ShouldBe(matched);
        hits.Count.ShouldBe(operations);
        hits.Count(o => o.Level == Level.Stable).ShouldBe(stable);
        hits.Count(o => o.Level == Level.Beta).ShouldBe(beta);
    }

    [Theory]
    [InlineData("e2e-v1.20.2-metadata", 287, 277)]
    [InlineData("e2e-2018-distinct", 698, null)]
    public void The_tests_of_an_e2e_run_are_found(string log, int tests, int? operations)
    {
        Load(log, LoadFilterTerms.None);

        var coverage = new RecordingShelf(new RecordingStore(_store)).Coverage("app", RecordingFilter.All)!.Coverage;

        coverage.Endpoints.SelectMany(e => e.Tests).Distinct().Count().ShouldBe(tests);
        if (operations is not null) coverage.Endpoints.Count(e => e.Tested).ShouldBe(operations.Value);
    }

    [Fact]
    public void What_matches_nothing_is_named()
    {
        Load("e2e-v1.20.2-metadata", LoadFilterTerms.None);

        var app = new RecordingShelf(new RecordingStore(_store)).Coverage("app", RecordingFilter.All)!;
        var misses = Exporters.Find("unmatched")!.Make(new ExportInput([app], CoverageSheet.Empty, null)).Rows;

        misses.Sum(r => (long)r[3]!).ShouldBe(2_488);
        misses.First(r => (string)r[2]! == "/openapi/v2")[3].ShouldBe(676L);
        misses.First(r => (string)r[2]! == "/readyz")[3].ShouldBe(19L);
    }

    [Fact]
    public void Every_number_of_threads_gives_the_same_recording()
    {
        var (one, _) = Load("app-kubectl-v1.20.2-metadata", LoadFilterTerms.None, threads: 1);
        var cube = new RecordingStore(_store).Open("app")!.Cube;
        var (four, _) = Load("app-kubectl-v1.20.2-metadata", LoadFilterTerms.None, threads: 4);

        (four with { LoadedAt = one.LoadedAt, CubeFile = one.CubeFile, ParameterFile = one.ParameterFile, RequestFiles = one.RequestFiles })
            .ToString().ShouldBe(one.ToString());
        var again = new RecordingStore(_store).Open("app")!.Cube;
        again.ShouldCount(cube);
        again.Targets.ShouldBe(cube.Targets, ignoreOrder: true);
    }

    (Manifest Manifest, IReadOnlyList<Operation> Hits) Load(string log, LoadFilterTerms filter, int threads = 2)
    {
        var store = new RecordingStore(_store);
        var request = new LoadRequest { App = "app", Inputs = [SharedData.Path($"logs/{log}.log.gz")], Filter = filter, Threads = threads };
        var manifest = AuditLoad.Run(request, store, new LoadProgress(), TestContext.Current.CancellationToken);
        var coverage = new RecordingShelf(store).Coverage("app", RecordingFilter.All)!.Coverage;
        return (manifest, [.. coverage.Endpoints.Where(e => e.Hit).Select(e => e.Operation)]);
    }
}
