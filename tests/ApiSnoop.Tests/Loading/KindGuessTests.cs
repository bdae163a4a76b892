using ApiSnoop.Catalog;
using ApiSnoop.Filtering;
using ApiSnoop.Loading;
using ApiSnoop.Recording;
using ApiSnoop.Tests.Audit;

namespace ApiSnoop.Tests.Loading;

public sealed class KindGuessTests : LogFolderFixture
{
    static readonly string s_shop = AuditText.Event("s1", agent: "shop/1.0", user: "shop");
    static readonly string s_scheduler = AuditText.Event("k1", agent: "kube-scheduler/v1", user: "system:kube-scheduler");
    static readonly string s_test = AuditText.Event("t1", agent: "e2e.test/v1.20.2 -- [sig-node] Pods should run");

    RecordingStore Recorded => new(System.IO.Path.Combine(Folder, "store"));

    [Fact]
    public void What_is_called_e2e_is_a_run() => Load("e2e", s_scheduler).ShouldBe(RecordingKind.Run);

    [Fact]
    public void What_names_tests_is_a_run() => Load("friday", s_scheduler, s_test).ShouldBe(RecordingKind.Run);

    [Fact]
    public void A_log_with_the_control_plane_in_it_is_a_whole_cluster() => Load("x", s_shop, s_scheduler).ShouldBe(RecordingKind.Cluster);

    [Fact]
    public void A_log_without_the_control_plane_is_an_app() => Load("x", s_shop).ShouldBe(RecordingKind.App);

    [Fact]
    public void What_is_picked_out_by_who_is_an_app_even_of_the_control_plane() => Load(
        new LoadRequest
        {
            App = "scheduler",
            Inputs = [],
            Filter = new LoadFilterTerms { UserAgents = [TextPattern.Parse("kube-scheduler", prose: true)] },
        },
        s_shop, s_scheduler).ShouldBe(RecordingKind.App);

    [Fact]
    public void Leaving_somebody_out_leaves_a_cluster() => Load(
        new LoadRequest
        {
            App = "x",
            Inputs = [],
            Filter = new LoadFilterTerms { UserAgents = [TextPattern.Parse("-shop", prose: true)] },
        },
        s_shop, s_scheduler).ShouldBe(RecordingKind.Cluster);

    [Fact]
    public void What_the_user_says_counts_and_what_is_added_changes_nothing()
    {
        Load(new LoadRequest { App = "x", Inputs = [], Kind = RecordingKind.App }, s_scheduler).ShouldBe(RecordingKind.App);
        Load(new LoadRequest { App = "x", Inputs = [], Append = true }, s_shop).ShouldBe(RecordingKind.App);
    }

    [Fact]
    public void A_recording_can_be_told_what_it_is()
    {
        Load("x", s_shop, s_scheduler);

        Recorded.SetKind("x", RecordingKind.Run).ShouldBeTrue();

        Recorded.Find("x")!.Kind.ShouldBe(RecordingKind.Run);
        Recorded.Open("x")!.Cube.Requests.ShouldBe(2);
        Recorded.SetKind("nobody", RecordingKind.Run).ShouldBeFalse();
    }

    RecordingKind Load(string app, params string[] lines) => Load(new LoadRequest { App = app, Inputs = [] }, lines);

    RecordingKind Load(LoadRequest request, params string[] lines)
    {
        var log = Write($"{Guid.NewGuid():N}.log", string.Join('\n', lines));
        var whole = request with { Inputs = [log], Release = new ReleaseVersion(1, 20), Threads = 1 };
        return AuditLoad.Run(whole, Recorded, new LoadProgress(), TestContext.Current.CancellationToken).Kind;
    }
}
