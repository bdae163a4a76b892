using ApiSnoop.Catalog;
using ApiSnoop.Filtering;
using ApiSnoop.Insights;
using ApiSnoop.Loading;
using ApiSnoop.Recording;
using ApiSnoop.Reports;
using ApiSnoop.Tests.Audit;

namespace ApiSnoop.Tests.Insights;

public sealed class EndingUseTests : LogFolderFixture
{
    readonly AppCoverage _app;

    public EndingUseTests()
    {
        var log = Write("audit.log", string.Join('\n',
        [
            AuditText.Event("1", uri: "/apis/batch/v1beta1/cronjobs", agent: "old/1.0 (linux)", user: "ann"),
            AuditText.Event("2", uri: "/apis/batch/v1beta1/cronjobs", agent: "old/1.0 (darwin)", user: "bob", second: 1),
            AuditText.Event("3", uri: "/apis/extensions/v1beta1/ingresses", agent: "older/2.0", user: "ann", second: 2),
            AuditText.Event("4", uri: "/apis/policy/v1beta1/", verb: "get", agent: "walker/1", user: "bob", second: 3),
            AuditText.Event("5", agent: "new/1.0", user: "bob", second: 4),
        ]));
        var store = new RecordingStore(Path.Combine(Folder, "store"));
        AuditLoad.Run(
            new LoadRequest { App = "app", Inputs = [log], Release = new ReleaseVersion(1, 20), Threads = 1 }, store, new LoadProgress(),
            TestContext.Current.CancellationToken);
        _app = new RecordingShelf(store).Coverage("app", RecordingFilter.All)!;
    }

    [Fact]
    public void A_client_is_told_with_the_releases_in_which_what_it_calls_ends()
    {
        var table = EndingUse.ByRelease(EndingUse.ByProgram(_app), "program");

        table.Columns.Select(c => c.Name).ShouldBe(["program", "requests", "1.22", "1.25"]);
        table.Rows.Select(r => string.Join('|', r)).ShouldBe(["older/2.0|1|1|", "old/1.0|2||1"]);
    }

    [Fact]
    public void Accounts_are_told_the_same_way_and_in_full_with_what_to_call_instead()
    {
        EndingUse.ByRelease(EndingUse.ByUser(_app), "user").Rows.Select(r => string.Join('|', r)).ShouldBe(["ann|2|1|1", "bob|1||1"]);
        EndingUse.InFull(EndingUse.ByUser(_app).Where(u => u.Client == "bob"), "user").Rows.Select(r => string.Join('|', r.Take(6)))
            .ShouldBe(["bob|get|/apis/batch/v1beta1/cronjobs|1|1.25|use batch/v1, served since 1.21"]);
    }
}
