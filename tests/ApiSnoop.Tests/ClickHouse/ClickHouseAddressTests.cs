using ApiSnoop.Recording;
using ApiSnoop.Recording.ClickHouse;
using ApiSnoop.Tests.CommandLine;

namespace ApiSnoop.Tests.ClickHouse;

public sealed class ClickHouseAddressTests
{
    [Fact]
    public void An_address_names_servers_a_database_and_perhaps_a_user_and_a_cluster()
    {
        var address = ClickHouseAddress.Parse("clickhouse://ann@ch1:9123,ch2/audit?cluster=main&tls=true");

        address.User.ShouldBe("ann");
        address.Servers.Select(s => s.ToString()).ShouldBe(["https://ch1:9123/", "https://ch2:8123/"]);
        (address.Database, address.Cluster).ShouldBe(("audit", "main"));
    }

    [Theory]
    [InlineData("clickhouse://localhost:8123", "it names no database")]
    [InlineData("clickhouse://localhost:8123/", "it names no database")]
    [InlineData("clickhouse:///apisnoop", "it names no host")]
    [InlineData("clickhouse://localhost:port/apisnoop", "localhost:port is no host with a port")]
    [InlineData("clickhouse://localhost/api`snoop", "api`snoop is no name of a database")]
    [InlineData("clickhouse://localhost/apisnoop?clutser=main", "\"clutser=main\" means nothing; what can be said is cluster=NAME")]
    [InlineData("clickhouse://localhost/apisnoop?cluster=a'b", "a'b is no name of a cluster")]
    [InlineData("postgres://localhost/apisnoop", "name a folder, or clickhouse://[user@]host:8123/database[?cluster=NAME]")]
    public void A_wrong_address_is_refused_with_what_is_wrong(string text, string told) =>
        Should.Throw<FormatException>(() => StoreAddress.Parse(text)).Message.ShouldContain(told);

    [Fact]
    public void A_password_in_an_address_is_refused_and_not_repeated() =>
        Should.Throw<FormatException>(() => StoreAddress.Parse("clickhouse://ann:s3cret@localhost/apisnoop")).Message
            .ShouldSatisfyAllConditions(
                m => m.ShouldContain("APISNOOP_CLICKHOUSE_PASSWORD"), m => m.ShouldNotContain("s3cret"));

    [Fact]
    public void The_tables_are_printed_without_a_server()
    {
        using var apisnoop = new Apisnoop();

        var one = apisnoop.Run("store", "init", "clickhouse://localhost/apisnoop", "--print");
        var many = apisnoop.Run("store", "init", "clickhouse://localhost/apisnoop?cluster=main", "--print");
        var old = apisnoop.Run("store", "init", "clickhouse://localhost/apisnoop?cluster=main&dialect=18", "--print");

        one.Code.ShouldBe(0, one.Error);
        one.Out.ShouldContain("ENGINE = AggregatingMergeTree()");
        one.Out.ShouldContain("requests SimpleAggregateFunction(sum, UInt64)");
        one.Out.ShouldNotContain("CLUSTER");
        many.Out.ShouldContain("ENGINE = ReplicatedAggregatingMergeTree('/clickhouse/tables/{shard}/apisnoop/cells_local', '{replica}')");
        many.Out.ShouldContain("ENGINE = Distributed('main', 'apisnoop', 'cells_local', cityHash64(app, ");
        old.Out.ShouldStartWith("-- For tests of replication only");
        old.Out.ShouldNotContain("LowCardinality");
        old.Out.ShouldNotContain("CODEC");
    }
}
