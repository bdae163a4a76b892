using ApiSnoop.Filtering;
using ApiSnoop.Insights;
using ApiSnoop.Insights.CallStacks;
using ApiSnoop.Loading;
using ApiSnoop.Recording;
using ApiSnoop.Reports;
using ApiSnoop.Tests.Audit;
using ApiSnoop.Tests.Loading;

namespace ApiSnoop.Tests.Insights;

public sealed class CallTraceTests : LogFolderFixture
{
    const string Agent = "kubectl/v1.12.0 (linux/amd64) kubernetes/abc stacktrace=["
        + "Do:/root/go/src/k8s.io/kubernetes/vendor/k8s.io/client-go/rest/request.go:731;"
        + "():/x.go:1;"
        + "Get:/root/go/src/k8s.io/kubernetes/pkg/kubectl/cmd/get/get.go:412;"
        + "main:/root/go/src/k8s.io/kubernetes/cmd/kubectl/kubectl.go:50]";

    [Fact]
    public void A_stack_in_a_user_agent_tells_the_code_that_made_the_call()
    {
        var trace = CallTrace.Of(Agent).ShouldNotBeNull();

        trace.Program.ShouldBe("kubectl/v1.12.0 (linux/amd64) kubernetes/abc");
        trace.Frames.ShouldBe(
        [
            new("Do", "k8s.io/client-go/rest/request.go", 731),
            new("Get", "k8s.io/kubernetes/pkg/kubectl/cmd/get/get.go", 412),
            new("main", "k8s.io/kubernetes/cmd/kubectl/kubectl.go", 50),
        ]);
        trace.Caller.ToString().ShouldBe("Get (k8s.io/kubernetes/pkg/kubectl/cmd/get/get.go:412)");
    }

    [Theory]
    [InlineData("kubectl/v1.12.0", null)]
    [InlineData("x stacktrace=[", "")]
    [InlineData("x stacktrace=[a:b.go:1;cut:c.g...TRUNCATED", "a (b.go:1) < cut (c.g...TRUNCATED)")]
    [InlineData("x stacktrace=[f:C:/go/src/a.go:7]", "f (a.go:7)")]
    public void What_is_none_or_was_cut_is_read_as_far_as_it_goes(string agent, string? frames) =>
        (CallTrace.Of(agent) is { } trace ? string.Join(" < ", trace.Frames) : null).ShouldBe(frames);

    [Fact]
    public void The_exporter_has_a_row_for_each_stack_and_what_it_calls()
    {
        var store = new RecordingStore(Path.Combine(Folder, "store"));
        var log = Write("audit.log", string.Join('\n',
            AuditText.Event("1", agent: Agent, uri: "/api/v1/nodes"), AuditText.Event("2", agent: Agent, uri: "/api/v1/nodes", second: 1),
            AuditText.Event("3", agent: "plain/1", uri: "/api/v1/pods", second: 2)));
        AuditLoad.Run(new LoadRequest { App = "a", Inputs = [log] }, store, new LoadProgress(), TestContext.Current.CancellationToken);

        var input = new RecordingShelf(store).Input(["a"], RecordingFilter.All, null, withNoise: false);
        var table = Exporters.Find("call-stacks")!.Make(input);

        table.Rows.ShouldHaveSingleItem().Take(4)
            .ShouldBe(["Get (k8s.io/kubernetes/pkg/kubectl/cmd/get/get.go:412)", "list", "/api/v1/nodes", 2L]);
    }

    /// <summary>Counted again, slowly, from the cells.</summary>
    [Fact]
    public void What_only_one_test_hits_and_what_lies_beside_it_are_told_for_every_test_of_a_run()
    {
        var store = new RecordingStore(Path.Combine(Folder, "store"));
        AuditLoad.Run(
            new LoadRequest { App = "e2e", Inputs = [RealLog.Named("e2e-v1.20.2").Path] }, store, new LoadProgress(),
            TestContext.Current.CancellationToken);
        var run = new RecordingShelf(store).Coverage("e2e", RecordingFilter.All)!;
        var hits = run.Cube.Cells.Select(c => (Test: run.Naming.Of(run.Cube.Agents[c.Agent])?.Name, run.Cube.Targets[c.Target].OperationId))
            .Where(h => h.Test is not null && h.OperationId is not null).Distinct().ToLookup(h => h.OperationId!, h => h.Test!);

        var alone = 0;
        foreach (var test in hits.SelectMany(h => h).Distinct())
        {
            var scope = TestScope.Of(run, test);

            foreach (var only in scope.OnlyThis) hits[only.Id].ShouldBe([test]);
            foreach (var neighbour in scope.Neighbours) hits[neighbour.Id].ShouldBeEmpty();
            alone += scope.OnlyThis.Length;
        }

        alone.ShouldBe(hits.Count(h => h.Count() == 1 && !ApiSnoop.Catalog.Discovery.Is(run.Release.Find(h.Key)!)));
    }
}
