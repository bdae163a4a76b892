using ApiSnoop.Catalog;
using ApiSnoop.Filtering;
using ApiSnoop.Loading;
using ApiSnoop.Loading.Shares;
using ApiSnoop.Recording;
using ApiSnoop.Recording.ClickHouse;
using ApiSnoop.Recording.Counts;
using ApiSnoop.Reports;
using ApiSnoop.Reports.Tables;
using ApiSnoop.Tests.Audit;
using ApiSnoop.Tests.CommandLine;
using ApiSnoop.Tests.Loading;
using ApiSnoop.Tests.Recording;
using static ApiSnoop.Tests.Loading.DividedLog;

namespace ApiSnoop.Tests.ClickHouse;

/// <summary>
/// A load by machines that have nothing in common but a store in ClickHouse, which moreover loses every fifth answer to what they send.
/// </summary>
public sealed class WaitingSharesTests : IClassFixture<ChDbServer>, IDisposable
{
    readonly ChDbServer _server;
    readonly ClickHouseFolders _folders;
    readonly Apisnoop _apisnoop = new();

    public WaitingSharesTests(ChDbServer server)
    {
        _server = server;
        server.Start(loseEvery: 5);
        _folders = new ClickHouseFolders(server);
    }

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _folders.Dispose();
        _apisnoop.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void However_a_real_log_is_divided_its_shares_in_any_order_are_one_load_into_a_folder(int seed)
    {
        var random = new Random(seed);
        var logs = DividedLog.Write(Lines(Repository.Path($"tests/data/logs/{SmallLog.Name}.log.gz")), random, _apisnoop.Write);
        var of = 2 + random.Next(4);
        var folder = new RecordingStore(Path.Combine(_apisnoop.Folder, "store"));
        AuditLoad.Run(RequestFor("app", logs), folder, new LoadProgress(), Stop);
        var store = _folders.Empty();
        new StoreCare(store.Address).Init(rows: true);

        foreach (var share in Share.All(of).OrderBy(_ => random.Next())) LoadShare(_folders.Again(store), "app", logs, share);
        ShareCommit.Run("app", of, _folders.Again(store), Stop);

        var (whole, app) = (folder.Open("app")!, _folders.Again(store).Open("app")!);
        app.Cube.ShouldCount(whole.Cube);
        Rows(app).ShouldBe(Rows(whole));
        Parameters(app).ShouldBe(Parameters(whole));
        Figures(app.Manifest).ShouldBe(Figures(whole.Manifest));
        foreach (var exporter in Exporters.All)
            Exported(_folders.Again(store), exporter).ShouldBe(Exported(folder, exporter), exporter.Name);
    }

    [Fact]
    public void A_request_in_flight_over_two_streams_counts_once_with_its_last_outcome_though_the_store_keeps_no_rows()
    {
        string[] logs =
        [
            _apisnoop.Write("a.log", AuditText.Event("watch", "RequestReceived") + "\n" + AuditText.Event("cut", "RequestReceived")),
            _apisnoop.Write("b.log", AuditText.Event("watch", "ResponseStarted") + "\n" + AuditText.Event("cut", "ResponseStarted")),
            _apisnoop.Write("c.log", AuditText.Event("watch") + "\n" + AuditText.Event("whole")),
        ];
        var folder = new RecordingStore(Path.Combine(_apisnoop.Folder, "store"));
        AuditLoad.Run(RequestFor("app", logs), folder, new LoadProgress(), Stop);
        var store = _folders.Empty();
        foreach (var share in Share.All(3)) LoadShare(_folders.Again(store), "app", logs, share).Requests.ShouldBe(2);

        ShareCommit.Run("app", 3, _folders.Again(store), Stop).Requests.ShouldBe(3);

        var app = _folders.Again(store).Open("app")!;
        app.Manifest.HoldsCountsOnly.ShouldBeTrue();
        app.Cube.ShouldCount(folder.Open("app")!.Cube);
    }

    [Fact]
    public void Nobody_sees_a_share_before_all_are_put_together_and_one_that_is_loaded_again_replaces_itself()
    {
        string[] logs = [_apisnoop.Write("a.log", AuditText.Event("1")),
            _apisnoop.Write("b.log", AuditText.Event("2") + "\n" + AuditText.Event("3"))];
        var store = _folders.Empty();
        var care = new StoreCare(store.Address);
        LoadShare(store, "app", logs, new(2, 2));
        LoadShare(_folders.Again(store), "app", logs, new(2, 2));
        // Shares of other apps are theirs, however these are called.
        LoadShare(store, "app, share 1/2", logs, new(1, 1));

        _folders.Again(store).Manifests().ShouldBeEmpty();
        care.Check().ShouldSatisfyAllConditions(c => c.Shares.ShouldBe(2), c => c.Leftovers.ShouldBe(1), c => c.Troubles.ShouldBeEmpty());
        _apisnoop.Run("commit", "app", "--shares", "2", "--store", store.Address).ShouldSatisfyAllConditions(
            r => r.Code.ShouldBe(3), r => r.Error.ShouldContain("of the 2 shares of \"app\" one is missing: 1/2"));
        LoadShare(store, "app", logs, new(1, 2));
        _apisnoop.Run("commit", "app", "--shares", "2", "--store", store.Address)
            .ShouldSatisfyAllConditions(r => r.Code.ShouldBe(0, r.Error));

        _folders.Again(store).Open("app")!.Cube.Requests.ShouldBe(3);
        Should.Throw<MissingSharesException>(() => ShareCommit.Run("app", 2, store, Stop)).Missing.Length.ShouldBe(2);
        care.Sweep(DateTimeOffset.UtcNow.AddHours(1)).Removed.ShouldBe(3);
        _folders.Again(store).Open("app")!.Cube.Requests.ShouldBe(3);
        ShareCommit.Run("app, share 1/2", 1, store, Stop).Requests.ShouldBe(3);
    }

    [Fact]
    public void A_loader_that_was_killed_while_it_sent_leaves_nothing_that_is_seen_and_is_swept()
    {
        var log = _apisnoop.Write("a.log", AuditText.Event("1"));
        var store = _folders.Empty();
        var database = store.Address.Split('/')[^1];
        _server.Ask($"INSERT INTO {database}.share_pieces VALUES ('20200101000000-00000000', 0, 2, 'half of it')").ShouldBe("");

        Should.Throw<MissingSharesException>(() => ShareCommit.Run("app", 1, store, Stop));
        LoadShare(store, "app", [log], new(1, 1));
        new StoreCare(store.Address).Sweep(DateTimeOffset.UtcNow.AddHours(-1)).Removed.ShouldBe(1);

        ShareCommit.Run("app", 1, store, Stop).Requests.ShouldBe(1);
    }

    [Fact]
    public void A_share_of_which_a_piece_was_changed_is_not_put_together()
    {
        string[] logs = [_apisnoop.Write("a.log", AuditText.Event("1"))];
        var store = _folders.Empty();
        LoadShare(store, "app", logs, new(1, 1));
        _server.Ask(
            $"ALTER TABLE {store.Address.Split('/')[^1]}.share_pieces UPDATE content = replaceOne(content, 'PAR1', 'PAR2') WHERE 1 "
            + "SETTINGS mutations_sync = 2").ShouldBe("");

        Should.Throw<StoreException>(() => ShareCommit.Run("app", 1, store, Stop)).Message.ShouldContain("share 1/1 of \"app\" is damaged");

        store.Find("app").ShouldBeNull();
    }

    [Fact]
    public void Of_two_loaders_of_one_share_the_second_is_told_and_its_share_is_not_taken()
    {
        string[] logs = [_apisnoop.Write("a.log", AuditText.Event("1"))];
        var store = _folders.Empty();
        using var slow = store.BeginShare("app", new(1, 1));
        LoadShare(_folders.Again(store), "app", logs, new(1, 1));

        Should.Throw<StoreException>(() => LoadInto(slow)).Message.ShouldContain("another change of \"app, share 1/1\" came first");
        ShareCommit.Run("app", 1, store, Stop).Requests.ShouldBe(1);

        void LoadInto(RecordingDraft draft)
        {
            var dimensions = new Dimensions(new TargetTable(KubernetesCatalog.Shipped.Load(new(1, 20))));
            draft.WriteCounts(dimensions, new(), new(dimensions));
            draft.Commit(new Manifest { App = "app", Release = "1.20" });
        }
    }

    static string Exported(RecordingStore store, Exporter exporter)
    {
        if (exporter.Name == "compare") return "";
        var input = new RecordingShelf(store).Input(["app"], RecordingFilter.All, null, withNoise: false);
        using var text = new StringWriter();
        TableWriter.Write(exporter.Make(input), TableFormat.Csv, text);
        return text.ToString();
    }

    static Manifest LoadShare(RecordingStore store, string app, string[] logs, Share share) =>
        AuditLoad.RunShare(RequestFor(app, logs), share, store, new LoadProgress(), Stop);

    static LoadRequest RequestFor(string app, string[] logs) => new() { App = app, Inputs = logs, Release = new(1, 20), Threads = 1 };
}
