using ApiSnoop.Catalog;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;

namespace ApiSnoop.Bench;

/// <summary>What the first use of a release costs: one cold call in a process of its own for each measurement.</summary>
[SimpleJob(RunStrategy.ColdStart, launchCount: 10, iterationCount: 1)]
public class CatalogBenchmarks
{
    [Benchmark]
    public int OneRelease() => KubernetesCatalog.Shipped.Load(new ReleaseVersion(1, 20)).Operations.Length;

    [Benchmark]
    public int AllReleases() => KubernetesCatalog.Shipped.Versions.Sum(v => KubernetesCatalog.Shipped.Load(v).Operations.Length);
}
