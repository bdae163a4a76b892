using ApiSnoop.Catalog;
using ApiSnoop.Filtering;
using ApiSnoop.Loading;
using ApiSnoop.Recording;
using ApiSnoop.Reports;
using ApiSnoop.Reports.Endpoints;
using ApiSnoop.Tests.Audit;

namespace ApiSnoop.Tests.Reports;

/// <summary>A cluster's log, then an app out of it: the same requests in two recordings.</summary>
public sealed class RequestsOnceTests : LogFolderFixture
{
    readonly RecordingStore _store;
    readonly RecordingShelf _shelf;

    public RequestsOnceTests()
    {
        _store = new RecordingStore(System.IO.Path.Combine(Folder, "store"));
        _shelf = new RecordingShelf(_store);
        var log = Write("cluster.log", string.Join('\n',
        [
            .. Enumerable.Range(0, 4).Select(i => AuditText.Event($"s{i}", agent: "shop/1.0", user: "shop", second: i)),
            .. Enumerable.Range(0, 3).Select(i =>
                AuditText.Event($"k{i}", agent: "kubelet/1.20", user: "system:node:a", second: 10 + i, code: 403)),
            AuditText.Event("m1", uri: "/apis/example.com/v1/things", agent: "shop/1.0", user: "shop", second: 20),
        ]));
        Load("cluster", log, LoadFilterTerms.None);
        Load("shop", log, new LoadFilterTerms { Users = [TextPattern.Parse("shop", prose: false)] });
    }

    [Fact]
    public void A_request_in_two_recordings_of_one_log_counts_once_in_a_sum()
    {
        var story = new EndpointStory("listCoreV1Node", _shelf.Coverages(["cluster", "shop"], RecordingFilter.All));

        story.Requests.ShouldBe(7);
        story.Shared.ShouldBe(4);
        story.Apps.Rows.Select(r => $"{r[0]} {r[1]}").ShouldBe(["cluster 7", "shop 4"]);
        story.Codes.Rows.Select(r => $"{r[0]} {r[1]}").ShouldBe(["200 4", "403 3"], ignoreOrder: true);
    }

    [Fact]
    public void Only_apps_are_counted_as_users_and_a_cluster_adds_what_no_app_has()
    {
        var nodes = KnownEndpoint.All(_shelf, ["cluster", "shop"], RecordingFilter.All).First(e => e.Operation.Id == "listCoreV1Node");

        nodes.Apps.ShouldBe(["shop"]);
        (nodes.AppRequests, nodes.OtherRequests, nodes.Requests).ShouldBe((4, 3, 7));

        _store.SetKind("cluster", RecordingKind.App);

        KnownEndpoint.All(_shelf, ["cluster", "shop"], RecordingFilter.All).First(e => e.Operation.Id == "listCoreV1Node").Apps
            .ShouldBe(["cluster", "shop"]);
    }

    [Fact]
    public void Filters_and_spans_of_time_keep_that()
    {
        var refused = RecordingFilter.Parse([new("outcome", "refused")]);
        var early = RecordingFilter.Parse([new("until", "2026-11-23T15:12:01Z")]);

        Once("listCoreV1Node", refused).ShouldBe(3);
        Once("listCoreV1Node", early).ShouldBe(2);
        _shelf.Coverages(["cluster", "shop"], RecordingFilter.All).Sum(c => c.Unshared.Cube.Requests).ShouldBe(8);
    }

    [Fact]
    public void Recordings_of_different_logs_share_nothing()
    {
        Load("other", Write("other.log", AuditText.Event("o1", agent: "shop/1.0", user: "shop")), LoadFilterTerms.None);

        _shelf.Coverages(["other", "shop"], RecordingFilter.All).ShouldAllBe(c => ReferenceEquals(c, c.Unshared));
    }

    /// <summary>What facts tell of two recordings, and what their rows tell, is held against sets of audit ids.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whatever_was_loaded_under_which_filters_a_sum_counts_each_request_once(int seed)
    {
        var random = new Random(seed);
        string[] logs = ["a", "b"], users = ["shop", "bank"], apps = ["one", "two", "three"];
        string[][] filters = [[], ["user shop"], ["user bank"], ["namespace dev"], ["user shop", "namespace dev"]];
        var requests = Enumerable.Range(0, 40).Select(i => (
            Id: $"r{i}", Log: logs[random.Next(2)], User: users[random.Next(2)], Namespace: random.Next(2) == 0 ? "dev" : "prod")).ToList();
        var store = new RecordingStore(System.IO.Path.Combine(Folder, "several"));
        var shelf = new RecordingShelf(store);
        var held = new Dictionary<string, HashSet<string>>();
        foreach (var log in logs)
            Write($"{log}.log", string.Join('\n', requests.Where(r => r.Log == log).Select(r =>
                AuditText.Event(r.Id, uri: $"/api/v1/namespaces/{r.Namespace}/pods", user: r.User, agent: r.User + "/1.0"))));
        for (var load = 0; load < 12; load++)
        {
            var (app, filter) = (apps[random.Next(3)], filters[random.Next(filters.Length)]);
            var inputs = logs.Where(_ => random.Next(3) > 0).DefaultIfEmpty("a").ToList();
            var terms = LoadFilterTerms.Parse([.. filter.Select(f => KeyValuePair.Create(f.Split(' ')[0], f.Split(' ')[1]))]);
            Load(store, app, [.. inputs.Select(l => System.IO.Path.Combine(Folder, l + ".log"))], terms);
            held[app] = [.. requests.Where(r => inputs.Contains(r.Log)
                && filter.All(f => f.EndsWith(r.User, StringComparison.Ordinal) || f.EndsWith(r.Namespace, StringComparison.Ordinal)))
                .Select(r => r.Id)];

            shelf.Coverages(held.Keys, RecordingFilter.All).Sum(c => c.Unshared.Cube.Requests)
                .ShouldBe(held.Values.SelectMany(h => h).Distinct().Count(), $"seed {seed}, load {load}");
        }
    }

    [Fact]
    public void A_log_that_was_loaded_again_is_told_by_its_facts_without_reading_a_row()
    {
        Load("cluster-again", System.IO.Path.Combine(Folder, "cluster.log"), LoadFilterTerms.None);
        var again = _shelf.Open("cluster-again")!;
        foreach (var file in again.Stored.RequestFiles) File.Delete(file);

        _shelf.Coverages(["cluster", "cluster-again"], RecordingFilter.All).Select(c => c.Unshared.Cube.Requests).ShouldBe([8, 0]);
    }

    long Once(string operation, RecordingFilter filter) =>
        new EndpointStory(operation, _shelf.Coverages(["cluster", "shop"], filter)).Requests;

    void Load(string app, string log, LoadFilterTerms filter) => Load(_store, app, [log], filter);

    static void Load(RecordingStore store, string app, string[] logs, LoadFilterTerms filter) => AuditLoad.Run(
        new LoadRequest { App = app, Inputs = logs, Release = new ReleaseVersion(1, 20), Filter = filter, Threads = 1 }, store,
        new LoadProgress(), TestContext.Current.CancellationToken);
}
