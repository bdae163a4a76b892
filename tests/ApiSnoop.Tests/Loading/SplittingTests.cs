using ApiSnoop.Audit.Inputs;
using ApiSnoop.Filtering;
using ApiSnoop.Loading;
using ApiSnoop.Recording;
using ApiSnoop.Recording.Rows;
using ApiSnoop.Tests.Audit;

namespace ApiSnoop.Tests.Loading;

public sealed class SplittingTests : LogFolderFixture
{
    RecordingStore Store => new(Path.Combine(Folder, "store"));

    [Theory]
    [InlineData("app-kubectl-v1.20.2-metadata", FilterField.ServiceAccount, 16)]
    [InlineData("e2e-v1.20.2", FilterField.UserAgent, 11)]
    [InlineData("app-demo-app-v1.20.2-requestresponse", FilterField.Namespace, 5)]
    public void Every_app_of_a_log_is_what_a_load_with_its_filter_would_record(string name, FilterField by, int apps)
    {
        var log = RealLog.Named(name);

        var split = Split([log.Path], by);

        split.Apps.Length.ShouldBe(apps);
        foreach (var app in split.Apps)
        {
            var alone = AuditLoad.Run(
                new LoadRequest { App = "alone", Inputs = [log.Path], Filter = FilterOf(by, app.App) }, Store, new LoadProgress(),
                TestContext.Current.CancellationToken);
            (app.Requests, app.MatchedRequests, app.FilteredRequests, app.From, app.To)
                .ShouldBe((alone.Requests, alone.MatchedRequests, alone.FilteredRequests, alone.From, alone.To), app.App);
            CubeDigest.Of(Store.Open(app.App)!.Cube).ShouldBe(CubeDigest.Of(Store.Open("alone")!.Cube), app.App);
            Rows(app.App).ShouldBe(Rows("alone"), app.App);
        }

        (split.Apps.Sum(a => a.Requests) + split.RequestsWithoutKey).ShouldBe(log.Requests);
    }

    [Fact]
    public void Keys_are_chosen_and_names_have_a_prefix()
    {
        var split = Split([SomeLog()], FilterField.ServiceAccount, ["shop:*", "-shop:web"], "prod/");

        split.Apps.Select(a => (a.App, a.Requests)).ShouldBe([("prod/shop:billing", 2)]);
        (split.RequestsWithoutKey, split.RequestsOfOthers, split.RequestsBeyond).ShouldBe((1, 2, 0));
        split.Apps[0].Filters.ShouldBe(["--service-account shop:billing"]);
        split.Apps[0].Kind.ShouldBe(RecordingKind.App);
    }

    [Fact]
    public void A_log_that_is_appended_again_or_has_grown_counts_nothing_twice()
    {
        var log = SomeLog();
        Split([log], FilterField.ServiceAccount);
        var more = Write("more.log", string.Join('\n', File.ReadAllText(log),
            Event("6", "shop:web", 6), Event("7", "other:new", 7)));

        Split([log], FilterField.ServiceAccount, append: true).Apps.ShouldBeEmpty();
        Split([more], FilterField.ServiceAccount, append: true);

        Store.Manifests().Select(m => (m.App, m.Requests)).Order()
            .ShouldBe([("monitoring:prometheus", 1), ("other:new", 1), ("shop:billing", 2), ("shop:web", 2)]);
        Store.Open("shop:web")!.Cube.Requests.ShouldBe(2);
    }

    [Fact]
    public void An_app_that_was_loaded_by_itself_is_gone_on_with()
    {
        var log = SomeLog();
        AuditLoad.Run(
            new LoadRequest { App = "shop:web", Inputs = [log], Filter = FilterOf(FilterField.ServiceAccount, "shop:web") }, Store,
            new LoadProgress(), TestContext.Current.CancellationToken);

        var split = Split([log], FilterField.ServiceAccount, append: true);

        var web = split.Apps.Single(a => a.App == "shop:web");
        (web.Requests, web.RepeatedEvents).ShouldBe((1, 1));
    }

    [Fact]
    public void A_dry_run_counts_and_records_nothing()
    {
        var split = AuditLoad.RunSplit(
            new LoadRequest { App = "", Inputs = [SomeLog()], DryRun = true }, new SplitTerms(FilterField.ServiceAccount), Store,
            new LoadProgress(), TestContext.Current.CancellationToken);

        split.Apps.Length.ShouldBe(3);
        Store.Manifests().ShouldBeEmpty();
    }

    [Fact]
    public void What_has_no_key_that_fits_makes_no_recording_and_leaves_the_old_ones()
    {
        var log = SomeLog();
        Split([log], FilterField.ServiceAccount);

        Should.Throw<LogInputException>(() => Split([log], FilterField.ServiceAccount, ["nobody"])).Message
            .ShouldBe("No request has a key that fits --split-by service-account --only nobody. No recording was made.");

        Store.Manifests().Count.ShouldBe(3);
    }

    [Fact]
    public void One_app_that_is_being_loaded_stops_all_and_nothing_is_changed()
    {
        using var other = Store.Begin("shop:web");

        Should.Throw<StoreException>(() => Split([SomeLog()], FilterField.ServiceAccount));

        Store.Manifests().ShouldBeEmpty();
    }

    string SomeLog() => Write("audit.log", string.Join('\n',
        Event("1", "shop:billing", 1), Event("2", "shop:billing", 2), Event("3", "shop:web", 3), Event("4", "monitoring:prometheus", 4),
        AuditText.Event("5", user: "ann", second: 5)));

    static string Event(string id, string account, int second) =>
        AuditText.Event(id, user: "system:serviceaccount:" + account, agent: account + "/1", second: second);

    SplitLoad Split(string[] logs, FilterField by, string[]? only = null, string prefix = "", bool append = false) => AuditLoad.RunSplit(
        new LoadRequest { App = "", Inputs = logs, Append = append },
        new SplitTerms(by) { Only = [.. (only ?? []).Select(p => TextPattern.Parse(p, prose: false))], Prefix = prefix },
        Store, new LoadProgress(), TestContext.Current.CancellationToken);

    static LoadFilterTerms FilterOf(FilterField by, string key)
    {
        var text = by == FilterField.UserAgent ? AgentProgram.Pattern(key, alwaysWithSlash: false) : key;
        TextPattern[] pattern = [RecordingFilter.ParsePattern(by, text)];
        return by switch
        {
            FilterField.ServiceAccount => new() { ServiceAccounts = pattern },
            FilterField.UserAgent => new() { UserAgents = pattern },
            _ => new() { Namespaces = pattern },
        };
    }

    /// <summary>The rows of a recording: who asked for what when.</summary>
    List<string> Rows(string app) =>
        RowReading.Ask(
            Store.Open(app)!, "select audit_id, request_uri, received, code, user_agent from {rows} order by all", [],
            r => string.Join('|', Enumerable.Range(0, r.FieldCount).Select(i => r.IsDBNull(i) ? "" : r.GetValue(i).ToString())));
}
