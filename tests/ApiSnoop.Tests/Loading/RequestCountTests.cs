using System.Text;
using ApiSnoop.Catalog;
using ApiSnoop.Filtering;
using ApiSnoop.Insights;
using ApiSnoop.Loading.RequestCounts;
using ApiSnoop.Matching;
using ApiSnoop.Recording;
using ApiSnoop.Reports;
using ApiSnoop.Tests.Audit;

namespace ApiSnoop.Tests.Loading;

public sealed class RequestCountTests : LogFolderFixture
{
    const string Counts = """
        {"kind": "APIRequestCountList", "apiVersion": "apiserver.openshift.io/v1", "items": [
          {"kind": "APIRequestCount", "metadata": {"name": "cronjobs.v1beta1.batch"},
           "spec": {"numberOfUsersToReport": 10},
           "status": {"removedInRelease": "1.25", "requestCount": 20,
             "currentHour": {"requestCount": 7, "byNode": [{"nodeName": "m1", "byUser": [
               {"username": "system:serviceaccount:shop:billing", "userAgent": "billing/2.3", "requestCount": 7,
                "byVerb": [{"verb": "list", "requestCount": 7}]}]}]},
             "last24h": [
               {"requestCount": 13, "byNode": [{"nodeName": "m1", "requestCount": 13, "byUser": [
                 {"username": "system:serviceaccount:shop:billing", "userAgent": "billing/2.3", "requestCount": 11,
                  "byVerb": [{"verb": "list", "requestCount": 10}, {"verb": "get", "requestCount": 1}]}]}]},
               {"requestCount": 7, "byNode": [{"nodeName": "m1", "requestCount": 7, "byUser": [
                 {"username": "system:serviceaccount:shop:billing", "userAgent": "billing/2.3", "requestCount": 7,
                  "byVerb": [{"verb": "list", "requestCount": 7}]}]}]}]}},
          {"kind": "APIRequestCount", "metadata": {"name": "nodes.v1"},
           "status": {"currentHour": {"requestCount": 2, "byNode": [{"byUser": [
             {"username": "ann", "userAgent": "oc/4.12", "byVerb": [{"verb": "watch", "requestCount": 2}]}]}]}}},
          {"kind": "APIRequestCount", "metadata": {"name": "widgets.v1.shop.example.org"},
           "status": {"last24h": [{"requestCount": 3, "byNode": [{"byUser": [
             {"username": "ann", "userAgent": "oc/4.12", "byVerb": [{"verb": "list", "requestCount": 3}]}]}]}]}}
        ]}
        """;

    RecordingShelf Shelf => new(new RecordingStore(Path.Combine(Folder, "store")));

    Manifest Load(string text) => RequestCountLoad.Run(
        "cluster", ("counts.json", Encoding.UTF8.GetBytes(text)), KubernetesCatalog.Shipped.Load(new(1, 24)), RecordingKind.Cluster,
        Shelf.Store, "test");

    [Fact]
    public void Counts_become_requests_to_the_operations_of_their_resources_and_an_hour_counts_once()
    {
        var manifest = Load(Counts);

        (manifest.Requests, manifest.MatchedRequests, manifest.HoldsCountsOnly).ShouldBe((23, 20, true));
        manifest.Notes.ShouldBe(
        [
            RequestCountLoad.Note, "2 requests were of users that the counts do not name: OpenShift names ten for each resource and hour.",
        ]);
        var app = Shelf.Coverage("cluster", RecordingFilter.All)!;
        var hits = app.Coverage.Endpoints.Where(e => e.Hit).Select(e => (e.Operation.Id, e.Requests));
        hits.OrderBy(e => e.Id, StringComparer.Ordinal).ShouldBe(
        [
            ("listBatchV1beta1NamespacedCronJob", 17), ("listCoreV1Node", 2), ("readBatchV1beta1NamespacedCronJob", 1),
        ]);
        var ends = EndingUse.ByProgram(app);
        ends.Sum(e => e.Requests).ShouldBe(18);
        ends.Select(e => e.EndsIn).Distinct().ShouldBe([new ReleaseVersion(1, 25)]);
        app.Cube.Targets.Where(t => t.OperationId is null).ShouldHaveSingleItem().Reason.ShouldBe(MissReason.CustomResource);
    }

    [Theory]
    [InlineData("{}", "counts.json has no APIRequestCount. Make it with: oc get apirequestcounts -o json > counts.json")]
    [InlineData("not json", "counts.json is no JSON of APIRequestCounts")]
    [InlineData(
        """{"kind":"APIRequestCount","metadata":{"name":"x"}}""", "counts.json is no JSON of APIRequestCounts: an object without a name")]
    [InlineData("""{"kind":"APIRequestCount","metadata":{"name":"nodes.v1"}}""", "counts.json counts no request by anybody.")]
    public void What_is_something_else_is_refused_and_nothing_recorded(string text, string problem)
    {
        Should.Throw<InvalidDataException>(() => Load(text)).Message.ShouldStartWith(problem);

        Shelf.Store.Manifests().ShouldBeEmpty();
    }
}
