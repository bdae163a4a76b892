using ApiSnoop.Recording.ClickHouse;
using ApiSnoop.Tests.CommandLine;

namespace ApiSnoop.Tests.ClickHouse;

/// <summary>Counts that were made at the edge, in a store that all share.</summary>
public sealed class ManyMachinesTests(ChDbServer server) : IClassFixture<ChDbServer>
{
    [Fact]
    public void Clusters_push_their_counts_and_one_question_is_asked_of_all()
    {
        var address = server.Store("fleet");
        new StoreCare(address).Init();
        using var east = new Apisnoop();
        using var west = new Apisnoop();
        var log = Repository.Path("tests/data/logs/app-kubectl-v1.20.2-metadata.log.gz");
        foreach (var (machine, cluster) in new[] { (east, "east"), (west, "west") })
        {
            machine.Run("load-audit", log, "all", "--kind", "cluster").ShouldSatisfyAllConditions(r => r.Code.ShouldBe(0, r.Error));
            machine.Run("push", "all", "--to", address, "--cluster", cluster).ShouldSatisfyAllConditions(
                r => r.Code.ShouldBe(0, r.Error), r => r.Out.ShouldStartWith($"{cluster}/all: 4,477 requests in "));
        }

        var alone = east.Run("upgrade-risk", "all", "--target", "1.25", "--output", "json");
        var both = west.Run("upgrade-risk", "*/all", "--target", "1.25", "--output", "csv", "--store", address);
        var counted = west.Run("sql", "select sum(requests) from request_counts", "--store", address, "--output", "csv");
        var exported = west.Run("export-data", "user-agents", "-", "*/all", "--store", address);
        var pulled = west.Run("pull", "east/all", "--from", address);

        both.Code.ShouldBe(alone.Code, both.Error);
        both.Out.ShouldContain("east/all: ");
        both.Out.ShouldContain("west/all: ");
        counted.Out.ShouldContain("8954");
        exported.Out.Split('\n').Count(l => l.StartsWith("east/all,", StringComparison.Ordinal)).ShouldBeGreaterThan(0, exported.Error);
        exported.Out.Split('\n').Count(l => l.StartsWith("west/all,", StringComparison.Ordinal)).ShouldBeGreaterThan(0);
        pulled.ShouldSatisfyAllConditions(r => r.Code.ShouldBe(0, r.Error), r => r.Out.ShouldBe("east/all: 4,477 requests\n"));
        west.Run("push", "nothing", "--to", address).ShouldSatisfyAllConditions(
            r => r.Code.ShouldBe(1), r => r.Error.ShouldContain("There is no app nothing"));
    }

    [Theory]
    [InlineData("apps", "--store", "clickhouse://localhost")]
    [InlineData("push", "all", "--to", "clickhouse://localhost")]
    [InlineData("store", "check", "http://localhost/apisnoop")]
    public void A_wrong_address_is_a_wrong_command_line(params string[] command)
    {
        using var apisnoop = new Apisnoop();

        apisnoop.Run(command).ShouldSatisfyAllConditions(
            r => r.Code.ShouldBe(2), r => r.Error.ShouldContain("clickhouse://[user@]host:8123/database"));
    }
}
