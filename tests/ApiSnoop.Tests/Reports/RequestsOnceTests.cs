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

    long Once(string operation, RecordingFilter filter) =>
        new EndpointStory(operation, _shelf.Coverages(["cluster", "shop"], filter)).Requests;

    void Load(string app, string log, LoadFilterTerms filter) => AuditLoad.Run(
        new LoadRequest { App = app, Inputs = [log], Release = new ReleaseVersion(1, 20), Filter = filter, Threads = 1 }, _store,
        new LoadProgress(), TestContext.Current.CancellationToken);
}
