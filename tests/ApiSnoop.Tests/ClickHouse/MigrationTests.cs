using ApiSnoop.Recording;
using ApiSnoop.Recording.ClickHouse;
using ApiSnoop.Tests.CommandLine;

namespace ApiSnoop.Tests.ClickHouse;

/// <summary>A store whose tables an older APISnoop made.</summary>
public sealed class MigrationTests(ChDbServer server) : IClassFixture<ChDbServer>, IDisposable
{
    readonly ClickHouseFolders _folders = new(server);

    public void Dispose() => _folders.Dispose();

    [Fact]
    public void A_store_of_version_1_works_but_for_shares_and_is_brought_up_to_date_with_all_that_is_in_it()
    {
        var store = _folders.Empty();
        var care = new StoreCare(store.Address);
        var database = store.Address.Split('/')[^1];
        foreach (var statement in (string[])[$"DROP TABLE {database}.shares", $"DROP TABLE {database}.share_pieces",
            $"TRUNCATE TABLE {database}.schema_version", $"INSERT INTO {database}.schema_version VALUES (1, now())"])
            server.Ask(statement).ShouldBe("");
        using var apisnoop = new Apisnoop();

        SmallLog.Load(store, "shop");
        Should.Throw<StoreException>(() => store.BeginShare("part", new(1, 1))).Message.ShouldContain("apisnoop store migrate");
        Should.Throw<StoreException>(care.Check).Message.ShouldContain("is of version 1: bring it to 2 with apisnoop store migrate");
        Should.Throw<StoreException>(() => care.Sweep(DateTimeOffset.UtcNow)).Message.ShouldContain("apisnoop store migrate");

        apisnoop.Run("store", "migrate", store.Address).ShouldSatisfyAllConditions(
            r => r.Code.ShouldBe(0, r.Error), r => r.Out.ShouldBe("The tables were of version 1, and are of version 2 now.\n"));
        apisnoop.Run("store", "migrate", store.Address).Out.ShouldBe("The tables are of version 2 already.\n");

        store.BeginShare("part", new(1, 1)).Dispose();
        care.Check().ShouldSatisfyAllConditions(c => c.Recordings.ShouldBe(1), c => c.Troubles.ShouldBeEmpty());
        _folders.Again(store).Open("shop")!.Cube.Requests.ShouldBe(283);
    }

    [Fact]
    public void A_store_of_a_newer_version_is_left_alone()
    {
        var store = _folders.Empty();
        server.Ask($"INSERT INTO {store.Address.Split('/')[^1]}.schema_version VALUES (99, now())").ShouldBe("");

        Should.Throw<StoreException>(() => new StoreCare(store.Address).Migrate())
            .Message.ShouldContain("made by a newer APISnoop, as version 99: update this one");
    }

    [Fact]
    public void Where_there_is_no_store_nothing_is_made()
    {
        Should.Throw<StoreException>(() => new StoreCare(server.Store("none")).Migrate()).Message.ShouldContain("apisnoop store init");

        server.Ask("SELECT count() FROM system.databases WHERE name = 'none'").ShouldBe("0");
    }
}
