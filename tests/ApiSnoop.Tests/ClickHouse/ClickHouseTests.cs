using System.Text.Json.Nodes;
using ApiSnoop.Catalog;
using ApiSnoop.Recording;
using ApiSnoop.Recording.ClickHouse;
using ApiSnoop.Tests.CommandLine;

namespace ApiSnoop.Tests.ClickHouse;

/// <summary>What a store in ClickHouse does that a folder need not.</summary>
public sealed class ClickHouseTests(ChDbServer server) : IClassFixture<ChDbServer>, IDisposable
{
    readonly ClickHouseFolders _folders = new(server);

    public void Dispose() => _folders.Dispose();

    [Fact]
    public void A_block_whose_answer_was_lost_is_sent_again_and_counts_once()
    {
        using var losing = new ChDbServer();
        losing.Start(loseEvery: 2);
        using var folders = new ClickHouseFolders(losing);
        var store = folders.Empty();

        Load(store, "shop");
        Load(store, "shop");

        var stored = folders.Again(store).Open("shop")!;
        stored.Cube.Requests.ShouldBe(283);
        new StoreCare(store.Address).Check().ShouldSatisfyAllConditions(c => c.Troubles.ShouldBeEmpty(), c => c.Recordings.ShouldBe(1));
    }

    [Fact]
    public void A_loader_that_was_killed_after_it_sent_leaves_nothing_that_is_seen_and_is_swept()
    {
        var store = _folders.Empty();
        Load(store, "shop");
        var database = store.Address.Split('/')[^1];
        // Its cells are there, and no row says that they are in force.
        server.Ask(
            $"INSERT INTO {database}.cells (app, generation, operation, cell, requests, first_micros) "
            + "VALUES ('shop', '20200101000000-00000000', 'listCoreV1Node', 0, 1000, 1)").ShouldBe("");
        var care = new StoreCare(store.Address);

        _folders.Again(store).Open("shop")!.Cube.Requests.ShouldBe(283);
        care.Check().ShouldSatisfyAllConditions(c => c.Leftovers.ShouldBe(1), c => c.Troubles.ShouldBeEmpty());
        care.Sweep(DateTimeOffset.UtcNow.AddHours(-1)).Removed.ShouldBe(1);

        care.Check().Leftovers.ShouldBe(0);
        server.Ask($"SELECT sum(requests) FROM {database}.cells").ShouldBe("283");
    }

    [Fact]
    public void What_was_replaced_is_swept_when_it_is_old_enough_and_what_is_in_force_never()
    {
        var store = _folders.Empty();
        Load(store, "shop");
        Load(store, "shop");
        var care = new StoreCare(store.Address);
        using var apisnoop = new Apisnoop();

        var condition = JsonNode.Parse(apisnoop.Run("store", "check", store.Address, "-o", "json").Out)!;
        ((int)condition["recordings"]!, (int)condition["generationsNotInForce"]!, (int)condition["sharesWaiting"]!).ShouldBe((1, 1, 0));
        condition["troubles"]!.AsArray().ShouldBeEmpty();
        apisnoop.Run("store", "sweep", store.Address).Out
            .ShouldBe("0 generations removed. 1 younger than 24 hours left: see --older-than.\n", "a reader may still be at it");
        care.Sweep(DateTimeOffset.UtcNow.AddHours(1)).Removed.ShouldBe(1);

        _folders.Again(store).Open("shop")!.Cube.Requests.ShouldBe(283);
    }

    [Fact]
    public void Of_two_who_change_a_recording_at_once_the_second_is_told_and_stores_nothing()
    {
        var store = _folders.Empty();
        Load(store, "shop");
        using var slow = store.Begin("shop");
        Load(_folders.Again(store), "shop", "app-demo-app-v1.20.2-requestresponse");

        var told = Should.Throw<StoreException>(() =>
        {
            slow.WriteCounts(
                new(new(KubernetesCatalog.Shipped.Load(new(1, 20)))), new(), new(new(new(KubernetesCatalog.Shipped.Load(new(1, 20))))));
            slow.Commit(new Manifest { App = "shop", Release = "1.20" });
        });

        told.Message.ShouldContain("another change of \"shop\" came first");
        _folders.Again(store).Open("shop")!.Cube.Requests.ShouldBe(439);
    }

    [Fact]
    public async Task Of_many_who_begin_at_the_same_version_one_alone_is_in_force_and_knows()
    {
        var store = _folders.Empty();
        var first = new RecordingsTable(new(ClickHouseAddress.Parse(store.Address)), TimeProvider.System);
        first.Now("shop").ShouldBeNull();
        var manifest = new Manifest { App = "shop", Release = "1.20" };

        var told = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() =>
        {
            try
            {
                new RecordingsTable(new(ClickHouseAddress.Parse(store.Address)), TimeProvider.System)
                    .Switch("shop", null, $"generation-{i}", manifest);
                return $"generation-{i}";
            }
            catch (StoreException e)
            {
                return e.Message;
            }
        })));

        var won = told.Where(t => t.StartsWith("generation-", StringComparison.Ordinal)).ToList();
        won.ShouldBe([first.Now("shop")!.Generation]);
        told.Count(t => t.Contains("came first", StringComparison.Ordinal)).ShouldBe(7);
    }

    [Fact]
    public void A_recording_of_which_rows_are_missing_is_not_shown()
    {
        var store = _folders.Empty();
        Load(store, "shop");
        var database = store.Address.Split('/')[^1];
        server.Ask($"ALTER TABLE {database}.cells DELETE WHERE cell = 0 SETTINGS mutations_sync = 2").ShouldBe("");

        Should.Throw<StoreException>(() => _folders.Again(store).Open("shop")).Message.ShouldContain("of 283 requests now");
        new StoreCare(store.Address).Check().Troubles.ShouldHaveSingleItem().ShouldContain("of 283 requests are there");
    }

    [Fact]
    public void A_log_cannot_be_added_to_counts_and_the_words_say_why()
    {
        var store = _folders.Empty();
        Load(store, "shop");

        Should.Throw<StoreException>(() => store.Begin("shop", append: true))
            .Message.ShouldContain("holds counts only and cannot be added");
    }

    [Fact]
    public void A_store_is_made_again_without_harm_and_its_tables_need_not_be_migrated()
    {
        var store = _folders.Empty();
        Load(store, "shop");
        var care = new StoreCare(store.Address);

        care.Init();

        care.Migrate().ShouldBe(StoreCare.TablesVersion);
        care.Check().ShouldSatisfyAllConditions(c => c.Recordings.ShouldBe(1), c => c.Troubles.ShouldBeEmpty());
    }

    [Fact]
    public void What_is_wrong_with_a_server_is_told_with_what_to_do()
    {
        var store = new ClickHouseRecordings(
            ClickHouseAddress.Parse(server.Store("nowhere")), Path.Combine(Path.GetTempPath(), "apisnoop-nowhere"), TimeProvider.System);

        Should.Throw<StoreException>(store.List).Message.ShouldContain("apisnoop store init");
        Should.Throw<StoreException>(() => new StoreCare("clickhouse://127.0.0.1:18199/apisnoop").Check())
            .Message.ShouldContain("127.0.0.1:18199 does not answer");
    }

    static void Load(RecordingStore store, string app, string log = SmallLog.Name) => SmallLog.Load(store, app, log);
}
