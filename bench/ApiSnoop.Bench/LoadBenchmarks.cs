using ApiSnoop.Catalog;
using ApiSnoop.Loading;
using ApiSnoop.Matching;
using ApiSnoop.Recording;
using BenchmarkDotNet.Attributes;

namespace ApiSnoop.Bench;

/// <summary>Read, match and count on one core, from memory, without a store.</summary>
[MemoryDiagnoser]
public class LoadBenchmarks
{
    static readonly Release s_release = KubernetesCatalog.Shipped.Load(new ReleaseVersion(1, 20));
    readonly OperationMatcher _matcher = new(s_release);
    byte[] _log = [];

    [GlobalSetup]
    public void Read() => _log = BenchLog.Read();

    [Benchmark]
    public long ReadMatchCount()
    {
        var dimensions = new Dimensions(new TargetTable(s_release));
        var naming = new MissNaming(s_release, () => KubernetesGroups.All);
        var filter = new LoadFilter(LoadFilterTerms.None, dimensions);
        FactFinder Facts() => new(s_release, _matcher, naming, dimensions, filter);
        var ledger = new RequestLedger(dimensions, Facts(), batch => batch);
        using var input = new InputReading("log", () => new MemoryStream(_log), 64 << 20);
        new ReadingThread([input], ledger, Facts(), strict: false, CancellationToken.None).Run();
        ledger.Finish();
        return ledger.Requests;
    }
}
