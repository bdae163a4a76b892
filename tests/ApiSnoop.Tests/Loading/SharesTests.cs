using System.Diagnostics;
using ApiSnoop.Audit.Inputs;
using ApiSnoop.Cli;
using ApiSnoop.Filtering;
using ApiSnoop.Loading;
using ApiSnoop.Loading.Shares;
using ApiSnoop.Recording;
using ApiSnoop.Recording.Rows;
using ApiSnoop.Tests.Audit;
using ApiSnoop.Tests.Recording;
using static ApiSnoop.Tests.Loading.DividedLog;

namespace ApiSnoop.Tests.Loading;

/// <summary>A load by several loaders that do not talk to each other.</summary>
public sealed class SharesTests : LogFolderFixture
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    RecordingStore Store => new(Path.Combine(Folder, "store"));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void However_a_real_log_is_divided_its_shares_in_any_order_are_one_load_cell_by_cell_and_row_by_row(int seed)
    {
        var random = new Random(seed);
        var logs = DividedLog.Write(Lines(DemoLogs.Path(DemoLogs.All[0].Log)), random, (name, text) => Write(name, text));
        var of = 1 + random.Next(6);
        var whole = Load("whole", logs);

        foreach (var number in Enumerable.Range(1, of).OrderBy(_ => random.Next())) LoadShare("app", logs, new Share(number, of));
        ShareCommit.Run("app", of, Store, Stop);

        var words = $"seed {seed}, {logs.Length} logs, {of} shares";
        var app = Store.Open("app")!;
        app.Cube.ShouldCount(whole.Cube);
        Rows(app).ShouldBe(Rows(whole), words);
        Parameters(app).ShouldBe(Parameters(whole), words);
        Figures(app.Manifest).ShouldBe(Figures(whole.Manifest), words);
        app.Manifest.Kind.ShouldBe(whole.Manifest.Kind);
        // Rows know their cells, which a span of time is counted by.
        const string Cells = "select cell, count(*) from {rows} group by cell order by cell";
        RowReading.Ask(app, Cells, [], r => (r.GetInt32(0), r.GetInt64(1))).ShouldBe(app.Cube.Cells.Select((c, i) => (i, c.Requests)));
    }

    [Fact]
    public void A_request_that_one_loader_saw_begin_and_another_end_counts_once_with_its_last_outcome()
    {
        string[] logs =
        [
            Write("a.log", AuditText.Event("watch", "RequestReceived") + "\n" + AuditText.Event("cut", "RequestReceived")),
            Write("b.log", AuditText.Event("watch", "ResponseStarted") + "\n" + AuditText.Event("cut", "ResponseStarted")),
            Write("c.log", AuditText.Event("watch") + "\n" + AuditText.Event("whole")),
        ];
        for (var i = 1; i <= 3; i++) LoadShare("app", logs, new Share(i, 3)).Requests.ShouldBe(2);

        ShareCommit.Run("app", 3, Store, Stop).Requests.ShouldBe(3);

        const string Question = "select audit_id || ' ' || stage from {rows} order by audit_id";
        RowReading.Ask(Store.Open("app")!, Question, [], r => r.GetString(0)).ShouldBe(
            ["cut ResponseStarted", "watch ResponseComplete", "whole ResponseComplete"]);
    }

    [Fact]
    public void Nobody_sees_a_share_before_all_are_put_together_and_one_that_is_loaded_again_replaces_itself()
    {
        var (a, b) = (Write("a.log", AuditText.Event("1")), Write("b.log", AuditText.Event("2") + "\n" + AuditText.Event("3")));
        Load("app", [a]);

        LoadShare("app", [a, b], new Share(2, 2));
        LoadShare("app", [a, b], new Share(2, 2));

        Store.Manifests().ShouldHaveSingleItem().Requests.ShouldBe(1);
        var missing = Should.Throw<MissingSharesException>(() => ShareCommit.Run("app", 2, Store, Stop));
        missing.Missing.ShouldBe([new Share(1, 2)]);
        missing.Message.ShouldContain("one is missing: 1/2");
        Store.Find("app")!.Requests.ShouldBe(1);
        LoadShare("app", [a, b], new Share(1, 2));
        ShareCommit.Run("app", 2, Store, Stop).Requests.ShouldBe(3);
        Store.Find("app")!.Sources.Length.ShouldBe(2);
        Should.Throw<MissingSharesException>(() => ShareCommit.Run("app", 2, Store, Stop)).Missing.Length.ShouldBe(2);
    }

    [Fact]
    public void A_loader_that_has_no_stream_makes_an_empty_share_and_nothing_but_empty_ones_make_no_recording()
    {
        var log = Write("a.log", AuditText.Event("1"));
        for (var i = 1; i <= 3; i++) LoadShare("app", [log], new Share(i, 3));
        ShareCommit.Run("app", 3, Store, Stop).Requests.ShouldBe(1);

        var other = Write("b.log", "no event\n");
        LoadShare("none", [other], new Share(1, 1));

        Should.Throw<LogInputException>(() => ShareCommit.Run("none", 1, Store, Stop)).Message.ShouldContain("No recording was made");
        Store.Find("none").ShouldBeNull();
    }

    [Fact]
    public void Shares_of_different_loads_are_not_put_together()
    {
        var (a, b) = (Write("a.log", AuditText.Event("1")), Write("b.log", AuditText.Event("2")));
        LoadShare("app", [a, b], new Share(1, 2));

        LoadShare("app", [a, b, Write("c.log", AuditText.Event("3"))], new Share(2, 2));
        Refused().ShouldContain("share 2/2 of \"app\" saw other log streams than share 1/2");
        LoadShare("app", [a, b], new Share(2, 2), release: "1.21");
        Refused().ShouldContain("1.21");
        LoadShare("app", [a, b], new Share(2, 2), agent: "kube*");
        Refused().ShouldContain("filters");
        LoadShare("app", [a, b], new Share(2, 2));
        ShareCommit.Run("app", 2, Store, Stop).Requests.ShouldBe(2);

        string Refused() => Should.Throw<StoreException>(() => ShareCommit.Run("app", 2, Store, Stop)).Message;
    }

    [Fact]
    public void While_a_share_is_being_loaded_nothing_is_put_together()
    {
        var log = Write("a.log", AuditText.Event("1"));
        LoadShare("app", [log], new Share(1, 1));
        using (Store.BeginShare("app", new Share(1, 1)))
        {
            Should.Throw<StoreException>(() => ShareCommit.Run("app", 1, Store, Stop)).Message.ShouldContain("running");
            Should.Throw<StoreException>(() => LoadShare("app", [log], new Share(1, 1)));
        }

        ShareCommit.Run("app", 1, Store, Stop).Requests.ShouldBe(1);
    }

    [Fact]
    public void A_killed_loader_leaves_nothing_that_is_seen_and_the_command_names_what_is_missing()
    {
        var lines = Lines(DemoLogs.Path(DemoLogs.All[0].Log));
        var log = Write("a.log", string.Join('\n', Enumerable.Range(0, 12).SelectMany(_ => lines)));
        for (var round = 0; round < 3; round++)
        {
            using var load = Command("load-audit", log, "app", "--share", "1/2", "--release", "1.20");
            load.WaitForExit(150 + round * 100);
            load.Kill();
            load.WaitForExit();
            if (load.ExitCode == 0) continue;
            Store.Manifests().ShouldBeEmpty();
        }

        using var commit = Command("commit", "other", "--shares", "2");
        commit.StandardError.ReadToEnd().ShouldContain("2 are missing: 1/2, 2/2");
        commit.WaitForExit();
        commit.ExitCode.ShouldBe(3);
    }

    [Theory]
    [InlineData("/var/log/audit.log", "/var/log/audit.log")]
    [InlineData("/var/log/audit-2026-11-23T15-12-00.000.log", "/var/log/audit.log")]
    [InlineData("/var/log/audit-2026-11-23T15-12-00.000.log.gz", "/var/log/audit.log")]
    [InlineData("/var/log/audit.log.1", "/var/log/audit.log")]
    [InlineData("/var/log/audit.log.12.gz", "/var/log/audit.log")]
    [InlineData("/var/log/audit.log-20261123", "/var/log/audit.log")]
    [InlineData("/var/log/audit.log-20261123.gz", "/var/log/audit.log")]
    [InlineData("node1/audit-20261123.log.zst", "node1/audit.log")]
    [InlineData("logs.tar.gz!node1/audit.log.1", "logs.tar.gz!node1/audit.log")]
    [InlineData("audit-10.0.0.1.log", "audit-10.0.0.1.log")]
    [InlineData("audit-10.0.0.1", "audit-10.0.0.1")]
    [InlineData("e2e-v1.20.2-metadata.log", "e2e-v1.20.2-metadata.log")]
    public void A_file_and_its_rotations_are_one_stream(string file, string stream) => StreamName.Of(file).ShouldBe(stream);

    [Fact]
    public void A_stream_goes_to_one_loader_whole()
    {
        string[] logs =
        [
            Write("m1/audit.log", AuditText.Event("1")), Write("m1/audit.log.1", AuditText.Event("2")),
            Write("m2/audit.log", AuditText.Event("3")), Write("m2/audit-20261123.log", AuditText.Event("4")),
        ];

        LoadShare("app", logs, new Share(1, 2)).Sources.Select(s => s.Name).ShouldBe([logs[0], logs[1]], ignoreOrder: true);
        LoadShare("app", logs, new Share(2, 2)).Sources.Select(s => s.Name).ShouldBe([logs[2], logs[3]], ignoreOrder: true);
    }

    [Theory]
    [InlineData("2/4", null, "2/4")]
    [InlineData("4", "0", "1/4")]
    [InlineData("4", "3", "4/4")]
    [InlineData("4", null, null)]
    [InlineData("4", "4", null)]
    [InlineData("0/4", null, null)]
    [InlineData("5/4", null, null)]
    [InlineData("1/2/3", null, null)]
    [InlineData("a/4", null, null)]
    [InlineData("1/", null, null)]
    public void A_share_is_told_by_the_user_or_by_the_index_of_a_job(string text, string? index, string? share)
    {
        if (share is null) Should.Throw<FormatException>(() => Share.Parse(text, index));
        else Share.Parse(text, index).ToString().ShouldBe(share);
    }

    StoredRecording Load(string app, string[] logs)
    {
        AuditLoad.Run(new LoadRequest { App = app, Inputs = logs, Release = new(1, 20) }, Store, new LoadProgress(), Stop);
        return Store.Open(app)!;
    }

    Manifest LoadShare(string app, string[] logs, Share share, string release = "1.20", string? agent = null)
    {
        var request = new LoadRequest
        {
            App = app,
            Inputs = logs,
            Release = ApiSnoop.Catalog.ReleaseVersion.TryParse(release, out var version) ? version : null,
            Filter = agent is null ? LoadFilterTerms.None : new LoadFilterTerms
            {
                UserAgents = [TextPattern.Parse(agent, prose: true)],
                Description = [$"--user-agent {agent}"],
            },
        };
        return AuditLoad.RunShare(request, share, Store, new LoadProgress(), Stop);
    }

    Process Command(params string[] words)
    {
        string[] all = [Path.Combine(AppContext.BaseDirectory, "ApiSnoop.Cli.dll"), .. words, "--store", Store.Location];
        return Process.Start(new ProcessStartInfo("dotnet", all) { RedirectStandardOutput = true, RedirectStandardError = true })!;
    }
}
