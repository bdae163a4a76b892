using ApiSnoop.Catalog;
using ApiSnoop.Coverage;
using ApiSnoop.Filtering;
using ApiSnoop.Insights;
using ApiSnoop.Loading;
using ApiSnoop.Recording;
using ApiSnoop.Reports;
using ApiSnoop.Reports.Clusters;
using ApiSnoop.Tests.Audit;

namespace ApiSnoop.Tests.Reports;

/// <summary>One app over many clusters: its recordings added up.</summary>
public sealed class ClusterSumTests : LogFolderFixture
{
    readonly RecordingStore _store;
    readonly RecordingShelf _shelf;

    public ClusterSumTests()
    {
        _store = new RecordingStore(System.IO.Path.Combine(Folder, "store"));
        _shelf = new RecordingShelf(_store);
    }

    [Theory]
    [InlineData("*/shop", "east/shop", true)]
    [InlineData("*/shop", "a/b/shop", true)]
    [InlineData("*/shop", "shop", false)]
    [InlineData("*/shop", "east/shop2", false)]
    [InlineData("*/shop", "east/Shop", false)]
    [InlineData("east/*", "east/shop", true)]
    [InlineData("*", "anything\nat all", true)]
    [InlineData("a.c*", "abc", false)]
    [InlineData("a?*", "abc", false)]
    [InlineData("a?*", "a?", true)]
    [InlineData("*/*", "*/*", true)]
    [InlineData("shop", "shop", true)]
    public void A_star_stands_for_any_text_and_everything_else_for_itself(string name, string app, bool fits) =>
        NamedRecordings.Fits(name, app).ShouldBe(fits);

    [Fact]
    public void A_recording_that_has_a_star_in_its_own_name_is_meant_alone()
    {
        NamedRecordings.Of("*/shop", ["*/shop", "east/shop"]).ShouldBe(["*/shop"]);
        NamedRecordings.Of("*/s*", ["*/shop", "east/shop"]).ShouldBe(["*/shop", "east/shop"]);
        NamedRecordings.Of("nothing", ["shop"]).ShouldBeEmpty();
    }

    [Fact]
    public void Apps_of_the_same_name_in_two_clusters_belong_together()
    {
        string[] names = ["e2e", "east/all", "east/shop", "eu/west/shop", "north/bank", "shop", "/shop", "x/"];

        var shop = AppOverClusters.In(names).ShouldHaveSingleItem();

        shop.Name.ShouldBe("*/shop");
        shop.Recordings.ShouldBe(["east/shop", "eu/west/shop"]);
        AppOverClusters.With("east/shop", names)!.App.ShouldBe("shop");
        AppOverClusters.With("shop", names).ShouldBeNull();
        AppOverClusters.With("north/bank", names).ShouldBeNull();
        AppOverClusters.Shown("*/shop").ShouldBe("shop");
        AppOverClusters.Shown("east/*").ShouldBe("east/*");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_sum_is_that_of_all_requests_counted_one_by_one_for_each_release_and_filter(int seed)
    {
        var random = new Random(seed);
        string[] uris = ["/api/v1/nodes", "/api/v1/namespaces/a/pods", "/apis/extensions/v1beta1/ingresses", "/apis/batch/v1beta1/cronjobs",
            "/apis/example.com/v1/things", "/version"];
        string[] agents = ["shop/1.0", "shop/1.1", "helper/2"];
        var requests = new List<(string Cluster, string Release, string Uri, string Agent, int Code)>();
        foreach (var cluster in Enumerable.Range(0, 5).Select(i => $"c{i}"))
        {
            var release = random.Next(2) == 0 ? "1.20" : "1.16";
            var own = Enumerable.Range(0, 1 + random.Next(60)).Select(_ => (
                cluster, release, uris[random.Next(uris.Length)], agents[random.Next(3)], random.Next(4) == 0 ? 403 : 200)).ToList();
            requests.AddRange(own);
            Load($"{cluster}/shop", release, own.Select((r, i) =>
                AuditText.Event($"{cluster}-{i}", uri: r.Item3, agent: r.Item4, code: r.Item5)));
        }

        foreach (var (filter, keeps) in new (RecordingFilter, Func<string, int, bool>)[]
        {
            (RecordingFilter.All, (_, _) => true),
            (RecordingFilter.Parse([new("user-agent", "shop")]), (agent, _) => agent.StartsWith("shop", StringComparison.Ordinal)),
            (RecordingFilter.Parse([new("outcome", "refused")]), (_, code) => code == 403),
        })
        {
            var sum = SummedApp.Of(_shelf, "*/shop", filter)!;
            var kept = requests.Where(r => keeps(r.Agent, r.Code)).ToList();

            sum.Releases.Select(r => r.Name).Order().ShouldBe(requests.Select(r => r.Release).Distinct().Order());
            foreach (var release in sum.Releases)
            {
                var own = kept.Where(r => r.Release == release.Name).ToList();
                release.Of.Length.ShouldBe(requests.Where(r => r.Release == release.Name).Select(r => r.Cluster).Distinct().Count());
                release.Sum.Cube.Requests.ShouldBe(own.Count);
                release.Sum.Manifest.Requests.ShouldBe(requests.Count(r => r.Release == release.Name));
                Requests(release.Sum, "listCoreV1Node").ShouldBe(own.Count(r => r.Uri == uris[0] && Hits(filter, r.Code)));
                Requests(release.Sum, "listExtensionsV1beta1IngressForAllNamespaces")
                    .ShouldBe(own.Count(r => r.Uri == uris[2] && Hits(filter, r.Code)));
                Caller.Programs(release.Sum).Select(c => $"{c.Name} {c.Requests}").Order(StringComparer.Ordinal)
                    .ShouldBe(own.GroupBy(r => r.Agent).Select(g => $"{g.Key} {g.Count()}").Order(StringComparer.Ordinal));
                release.Sum.Cube.Cells.Length.ShouldBe(
                    own.Select(r => (r.Uri, r.Agent, r.Code)).Distinct().Count(), "equal combinations are one cell");
            }

            ClusterTables.Clusters(sum).Rows.Select(r => $"{r[0]} {r[1]} {r[2]}").ShouldBe(
                requests.GroupBy(r => (r.Cluster, r.Release)).OrderBy(g => g.Key.Cluster, StringComparer.Ordinal)
                    .Select(g => $"{g.Key.Cluster} {g.Key.Release} {g.Count(r => keeps(r.Agent, r.Code))}"));
            var ingresses = ClusterTables.Risks(sum).Rows
                .SingleOrDefault(r => r[^1]!.Equals("listExtensionsV1beta1IngressForAllNamespaces"));
            var users = kept.Where(r => r.Uri == uris[2] && Hits(filter, r.Code)).ToList();
            (ingresses.IsDefault ? "" : $"{ingresses[0]} {ingresses[4]} {ingresses[6]}").ShouldBe(users.Count == 0 ? "" :
                $"1.22 {users.Count} {string.Join(", ", users.Select(u => u.Cluster).Distinct().Order(StringComparer.Ordinal))}");
        }
    }

    [Fact]
    public void A_log_that_was_loaded_for_two_clusters_counts_once_in_their_sum()
    {
        var log = Write("one.log", AuditText.Event("1") + "\n" + AuditText.Event("2"));
        foreach (var cluster in (string[])["east", "west"]) Load($"{cluster}/shop", "1.20", log);

        var sum = SummedApp.Of(_shelf, "*/shop", RecordingFilter.All)!;

        sum.Shares.ShouldBeTrue();
        sum.Releases.Single().Sum.Cube.Requests.ShouldBe(2);
        ClusterTables.Clusters(sum).Rows.Select(r => r[2]).ShouldBe([2L, 2L]);
    }

    [Fact]
    public void The_release_of_the_most_clusters_comes_first_and_then_the_newest()
    {
        foreach (var (cluster, release) in new[] { ("a", "1.20"), ("b", "1.16"), ("c", "1.16"), ("d", "1.21") })
            Load($"{cluster}/shop", release, [AuditText.Event(cluster)]);

        var sum = SummedApp.Of(_shelf, "*/shop", RecordingFilter.All)!;

        sum.Releases.Select(r => r.Name).ShouldBe(["1.16", "1.21", "1.20"]);
        sum.Find("1.20")!.Of.Single().App.ShouldBe("a/shop");
        sum.Find("1.36").ShouldBeNull();
        SummedApp.Of(_shelf, "a/shop", RecordingFilter.All).ShouldBeNull();
        SummedApp.Of(_shelf, "*/bank", RecordingFilter.All).ShouldBeNull();
    }

    /// <summary>Refused requests hit nothing unless they are what is asked for.</summary>
    static bool Hits(RecordingFilter filter, int code) => filter.Outcome.Counts((short)code);

    static long Requests(AppCoverage app, string operation) => app.Coverage.Endpoints.Single(e => e.Operation.Id == operation).Requests;

    void Load(string app, string release, IEnumerable<string> lines) =>
        Load(app, release, Write($"{app.Replace('/', '-')}.log", string.Join('\n', lines)));

    void Load(string app, string release, string log) => AuditLoad.Run(
        new LoadRequest
        {
            App = app,
            Inputs = [log],
            Release = ReleaseVersion.TryParse(release, out var version) ? version : null,
            Kind = RecordingKind.App,
            Threads = 1,
        },
        _store, new LoadProgress(), TestContext.Current.CancellationToken);
}
