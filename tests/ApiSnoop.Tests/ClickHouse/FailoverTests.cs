using System.Diagnostics;
using ApiSnoop.Recording.ClickHouse;
using ApiSnoop.Tests.CommandLine;

namespace ApiSnoop.Tests.ClickHouse;

/// <summary>
/// Two shards of two replicas, of which one after the other is killed while loads run: nothing is lost, nothing is doubled, and the words
/// say what is down.
/// </summary>
public sealed class FailoverTests(OldCluster cluster) : IClassFixture<OldCluster>
{
    /// <summary>Twelve letters: the length before a text is a form feed, which a server must not take for white space.</summary>
    const string App = "east/cluster";

    static readonly string s_small = Repository.Path("tests/data/logs/app-node-client-0.22-requestresponse.log.gz");
    static readonly string s_large = Repository.Path("tests/data/logs/app-kubectl-v1.20.2-metadata.log.gz");

    [Fact]
    public void Whatever_is_killed_nothing_is_lost_and_nothing_is_doubled()
    {
        cluster.Start();
        using var apisnoop = new Apisnoop();
        apisnoop.Run("store", "init", OldCluster.Address).ShouldSatisfyAllConditions(r => r.Code.ShouldBe(0, r.Error));

        CountsAreSpreadOverBothShards(apisnoop);
        AReplicaIsKilled(apisnoop);
        AShardsOnlyLivingReplicaIsKilled(apisnoop);
        ZooKeeperIsKilled(apisnoop);
        LoadersAreKilled(apisnoop);
        ALoaderOfAShareIsKilled(apisnoop);
    }

    void CountsAreSpreadOverBothShards(Apisnoop apisnoop)
    {
        Store(apisnoop, s_large);

        Requests(apisnoop).ShouldBe("4477");
        var shards = new[] { 0, 2 }.Select(i => long.Parse(cluster.Ask(i, "SELECT sum(requests) FROM apisnoop.cells_local")!)).ToList();
        shards.Sum().ShouldBe(4477);
        shards.ShouldAllBe(s => s > 500);
    }

    void AReplicaIsKilled(Apisnoop apisnoop)
    {
        cluster.KillServer(1);

        Store(apisnoop, s_small);
        Requests(apisnoop).ShouldBe("283");

        cluster.StartServer(1);
        var query = "SELECT sum(requests) FROM apisnoop.cells_local";
        cluster.Await(1, query, cluster.Ask(0, query)!);
        Requests(apisnoop).ShouldBe("283");
    }

    void AShardsOnlyLivingReplicaIsKilled(Apisnoop apisnoop)
    {
        cluster.KillServer(2);
        Store(apisnoop, s_large);
        cluster.KillServer(3);

        var (load, read) = (Load(apisnoop, s_small), Sum(apisnoop));

        load.ShouldSatisfyAllConditions(r => r.Code.ShouldBe(1), r => r.Error.ShouldContain("a shard has no living replica"));
        read.ShouldSatisfyAllConditions(r => r.Code.ShouldBe(1), r => r.Error.ShouldContain("a shard has no living replica"));

        cluster.StartServer(3);
        cluster.StartServer(2);
        Requests(apisnoop).ShouldBe("4477", "the load that failed left nothing");
        Store(apisnoop, s_small);
        Requests(apisnoop).ShouldBe("283");
    }

    void ZooKeeperIsKilled(Apisnoop apisnoop)
    {
        cluster.KillZooKeeper();

        var load = Load(apisnoop, s_large);

        load.ShouldSatisfyAllConditions(r => r.Code.ShouldBe(1), r => r.Error.ShouldContain("it can be read and not written"));
        Requests(apisnoop).ShouldBe("283", "what is there can be read");

        cluster.StartZooKeeper();
        Store(apisnoop, s_large);
        Requests(apisnoop).ShouldBe("4477");
    }

    static void LoadersAreKilled(Apisnoop apisnoop)
    {
        var usual = Stopwatch.StartNew();
        Store(apisnoop, s_small);
        usual.Stop();
        for (var part = 3; part <= 9; part += 2)
        {
            var before = Requests(apisnoop);
            using (var load = apisnoop.Start(Command(part % 4 == 1 ? s_small : s_large)))
            {
                Thread.Sleep(usual.Elapsed * part / 10);
                load.Kill();
                load.WaitForExit();
            }

            Requests(apisnoop).ShouldBeOneOf(before, part % 4 == 1 ? "283" : "4477");
        }

        Store(apisnoop, s_large);
        Requests(apisnoop).ShouldBe("4477");
        new StoreCare(OldCluster.Address).Check().Troubles.ShouldBeEmpty();
    }

    /// <summary>A share that was being sent is not there, and one that is loaded again takes its place.</summary>
    static void ALoaderOfAShareIsKilled(Apisnoop apisnoop)
    {
        string[] Of(int share) => ["load-audit", s_small, s_large, "both", "--share", $"{share}/2", "--store", OldCluster.Address];
        string[] commit = ["commit", "both", "--shares", "2", "--store", OldCluster.Address];
        apisnoop.Run(Of(1)).ShouldSatisfyAllConditions(r => r.Code.ShouldBe(0, r.Error));
        using (var load = apisnoop.Start(Of(2)))
        {
            load.WaitForExit(400);
            load.Kill();
            load.WaitForExit();
        }

        apisnoop.Run(commit).ShouldSatisfyAllConditions(
            r => r.Code.ShouldBe(3, r.Error), r => r.Error.ShouldContain("one is missing: 2/2"));
        apisnoop.Run(Of(2)).ShouldSatisfyAllConditions(r => r.Code.ShouldBe(0, r.Error));
        apisnoop.Run(commit).ShouldSatisfyAllConditions(r => r.Code.ShouldBe(0, r.Error), r => r.Out.ShouldContain("4760"));
        new StoreCare(OldCluster.Address).Check().ShouldSatisfyAllConditions(
            c => c.Troubles.ShouldBeEmpty(), c => c.Shares.ShouldBe(0), c => c.Recordings.ShouldBe(2));
    }

    static string[] Command(string log) => ["load-audit", log, App, "--store", OldCluster.Address];

    static (int Code, string Out, string Error) Load(Apisnoop apisnoop, string log) => apisnoop.Run(Command(log));

    /// <summary>
    /// Loads as whoever is told that nothing was stored does, again: servers of 2018 on a busy machine may be slow to see that one of them
    /// is gone or back.
    /// </summary>
    static void Store(Apisnoop apisnoop, string log)
    {
        for (var watch = Stopwatch.StartNew(); Load(apisnoop, log) is { Code: not 0 } failed;)
            failed.ShouldSatisfyAllConditions(
                r => r.Code.ShouldBe(1, r.Error), r => watch.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(2), r.Error));
    }

    /// <summary>Asks as a machine that has nothing of the store yet.</summary>
    static (int Code, string Out, string Error) Sum(Apisnoop apisnoop)
    {
        var near = Path.Combine(apisnoop.Folder, "store", "clickhouse");
        if (Directory.Exists(near)) Directory.Delete(near, recursive: true);
        return apisnoop.Run("sql", "select sum(requests) from request_counts", "--store", OldCluster.Address, "--output", "csv");
    }

    static string Requests(Apisnoop apisnoop)
    {
        var sum = Sum(apisnoop);
        for (var watch = Stopwatch.StartNew(); sum.Code == 1 && watch.Elapsed < TimeSpan.FromMinutes(1);) sum = Sum(apisnoop);
        sum.Code.ShouldBe(0, sum.Error);
        return sum.Out.Trim().Split('\n')[^1];
    }
}
