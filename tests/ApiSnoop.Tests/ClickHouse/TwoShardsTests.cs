using ApiSnoop.Recording;
using ApiSnoop.Recording.ClickHouse;
using ApiSnoop.Tests.Recording;

namespace ApiSnoop.Tests.ClickHouse;

/// <summary>The store's tables on two engines of today, each with a part of a recording; a third sums what each of them summed.</summary>
public sealed class TwoShardsTests : IDisposable
{
    const string State = "operation LowCardinality(String), verb LowCardinality(String), code Int16, n AggregateFunction(sum, UInt64), "
        + "first SimpleAggregateFunction(min, Int64), agents AggregateFunction(uniqExact, LowCardinality(String))";

    readonly ChDbServer[] _shards = [new(), new(), new()];
    readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        foreach (var shard in _shards) shard.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Sums_of_shards_are_the_sum_of_the_whole_and_only_sums_cross_the_network()
    {
        var store = new RecordingStore(_folder.Path);
        SmallLog.Load(store, "shop");
        var cube = store.Open("shop")!.Cube;
        for (var shard = 0; shard < 2; shard++) Put(shard, cube.With([.. cube.Cells.Where((_, i) => i % 2 == shard)]));
        _shards[2].Start();

        var sums = _shards[2].Ask(
            "SELECT operation, verb, code, sumMerge(n), min(first), uniqExactMerge(agents) FROM "
            + $"(SELECT * FROM {Partial(0)} UNION ALL SELECT * FROM {Partial(1)}) GROUP BY operation, verb, code ORDER BY ALL");

        sums.Split('\n').ShouldBe(cube.Cells
            .GroupBy(c => (Operation: cube.Targets[c.Target].OperationId ?? "", Verb: cube.Verbs[c.Verb], c.Code))
            .OrderBy(g => g.Key.Operation, StringComparer.Ordinal).ThenBy(g => g.Key.Verb, StringComparer.Ordinal).ThenBy(g => g.Key.Code)
            .Select(g => string.Join(
                '\t', g.Key.Operation, g.Key.Verb, g.Key.Code, g.Sum(c => c.Requests), g.Min(c => c.FirstMicros),
                g.Select(c => c.Agent).Distinct().Count())));
    }

    void Put(int shard, Cube part)
    {
        var address = _shards[shard].Store("part");
        new StoreCare(address).Init();
        var server = new ClickHouseServer(ClickHouseAddress.Parse(address));
        foreach (var block in StoredCells.Blocks("shop", "generation", part)) server.Insert(Schema.Cells, block, $"{shard}");
    }

    string Partial(int shard)
    {
        const string Query = "SELECT operation, verb, code, sumState(requests) AS n, min(first_micros) AS first, "
            + "uniqExactState(user_agent) AS agents FROM cells GROUP BY operation, verb, code FORMAT Native";
        return $"url('http://127.0.0.1:{_shards[shard].Port}/?database=part&query={Uri.EscapeDataString(Query)}', Native, '{State}')";
    }
}
