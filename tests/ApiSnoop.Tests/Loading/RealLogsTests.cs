using ApiSnoop.Catalog;
using ApiSnoop.Filtering;
using ApiSnoop.Insights;
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

    public static TheoryData<string> Logs => RealLog.BundledNames;

    [Theory]
    [MemberData(nameof(Logs))]
    public void A_log_loads_with_exactly_the_known_counts(string log) => ShouldLoadAsKnown(RealLog.Named(log));

    [Theory]
    [MemberData(nameof(Logs))]
    public void The_known_counts_are_those_of_a_plain_count(string log)
    {
        var known = RealLog.Named(log);

        var plain = new PlainCount(known.Path, known.Facts);

        (plain.Lines, plain.Requests, plain.Matched, plain.Levels, plain.Tests)
            .ShouldBe((known.Lines, known.Requests, known.Matched, known.Levels, known.Tests));
    }

    [Theory]
    [MemberData(nameof(Logs))]
    public void A_load_counts_cell_by_cell_what_a_plain_count_does(string log)
    {
        var known = RealLog.Named(log);

        Load(known, LoadFilterTerms.None);

        var (counted, expected) = (Cells(Stored), new PlainCount(known.Path, known.Facts).Cells);
        counted.Except(expected).ShouldBeEmpty("counted, but should not be");
        expected.Except(counted).ShouldBeEmpty("not counted");
    }

    [Fact]
    public void Large_logs_load_with_exactly_the_known_counts()
    {
        foreach (var log in RealLog.Large) ShouldLoadAsKnown(log);
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

        var (manifest, hits) = Load(RealLog.Named(log), terms);

        manifest.Requests.ShouldBe(requests);
        manifest.MatchedRequests.ShouldBe(matched);
        hits.Count.ShouldBe(operations);
        hits.Count(o => o.Level == Level.Stable).ShouldBe(stable);
        hits.Count(o => o.Level == Level.Beta).ShouldBe(beta);
    }

    [Fact]
    public void The_endpoints_that_the_tests_of_a_run_hit_are_tested()
    {
        Load(RealLog.Named("e2e-v1.20.2"), LoadFilterTerms.None);

        App.Coverage.Endpoints.Count(e => e.Tested).ShouldBe(277);
    }

    [Fact]
    public void What_breaks_kubectl_is_what_it_uses_and_not_what_it_walks_through()
    {
        Load(RealLog.Named("app-kubectl-v1.20.2-metadata"), new LoadFilterTerms
        {
            UserAgents = [TextPattern.Parse("kubectl/*",
            prose: true)]
        });
        var profile = AppProfile.Of(App);

        AppProfile.Of(App, withDiscovery: true).BreaksIn.ShouldBe(new ReleaseVersion(1, 22));
        profile.BreaksIn.ShouldBe(new ReleaseVersion(1, 25));
        profile.Risks.Where(r => r.RemovedIn == profile.BreaksIn).Select(r => r.Use.Operation.Kind).Distinct()
            .ShouldBe(["CronJob", "PodDisruptionBudget"], ignoreOrder: true);
    }

    [Fact]
    public void What_matches_nothing_is_named()
    {
        Load(RealLog.Named("e2e-v1.20.2"), LoadFilterTerms.None);

        var misses = Exporters.Find("unmatched")!.Make(new ExportInput([App], CoverageSheet.Empty, null)).Rows;

        misses.Sum(r => (long)r[3]!).ShouldBe(791);
        misses.First(r => (string)r[2]! == "/openapi/v2")[3].ShouldBe(98L);
        misses.First(r => (string)r[2]! == "/readyz")[3].ShouldBe(8L);
    }

    [Fact]
    public void Every_number_of_threads_gives_the_same_recording()
    {
        var kubectl = RealLog.Named("app-kubectl-v1.20.2-metadata");
        var (one, _) = Load(kubectl, LoadFilterTerms.None, threads: 1);
        var cube = Stored;
        var (four, _) = Load(kubectl, LoadFilterTerms.None, threads: 4);

        (four with { LoadedAt = one.LoadedAt, CubeFile = one.CubeFile, ParameterFile = one.ParameterFile, RequestFiles = one.RequestFiles })
            .ToString().ShouldBe(one.ToString());
        var again = Stored;
        again.ShouldCount(cube);
        again.Targets.ShouldBe(cube.Targets, ignoreOrder: true);
    }

    Cube Stored => new RecordingStore(_store).Open("app")!.Cube;

    AppCoverage App => new RecordingShelf(new RecordingStore(_store)).Coverage("app", RecordingFilter.All)!;

    void ShouldLoadAsKnown(RealLog log)
    {
        var (manifest, hits) = Load(log, LoadFilterTerms.None);

        manifest.Lines.ShouldBe(log.Lines, log.Name);
        manifest.Events.ShouldBe(log.Lines, log.Name);
        manifest.BadLines.ShouldBe(0, log.Name);
        manifest.Requests.ShouldBe(log.Requests, log.Name);
        manifest.MatchedRequests.ShouldBe(log.Matched, log.Name);
        manifest.Release.ShouldBe(log.Release, log.Name);
        (hits.Count(o => o.Level == Level.Stable), hits.Count(o => o.Level == Level.Beta), hits.Count(o => o.Level == Level.Alpha))
            .ShouldBe(log.Levels, log.Name);
        App.Coverage.Endpoints.SelectMany(e => e.Tests).Distinct().Count().ShouldBe(log.Tests, log.Name);
        CubeDigest.Of(Stored).ShouldBe(log.Cube, log.Name);
    }

    (Manifest Manifest, IReadOnlyList<Operation> Hits) Load(RealLog log, LoadFilterTerms filter, int threads = 2)
    {
        var request = new LoadRequest { App = "app", Inputs = [log.Path], Filter = filter, Threads = threads };
        var manifest = AuditLoad.Run(request, new RecordingStore(_store), new LoadProgress(), TestContext.Current.CancellationToken);
        return (manifest, [.. App.Coverage.Endpoints.Where(e => e.Hit).Select(e => e.Operation)]);
    }

    static List<string> Cells(Cube cube) => [.. cube.Cells
        .GroupBy(c => PlainCount.Cell(
            cube.Targets[c.Target].OperationId, cube.Agents[c.Agent], cube.Users[c.User], cube.Namespaces[c.Namespace],
            cube.Verbs[c.Verb], c.Code))
        .Select(g => $"{g.Sum(c => c.Requests)} of {g.Key}")];
}
