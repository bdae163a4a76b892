using BenchmarkDotNet.Attributes;

namespace ApiSnoop.Bench;

/// <summary>Read, match and count on one core, from memory, without a store.</summary>
[MemoryDiagnoser]
public class LoadBenchmarks
{
    byte[] _log = [];

    [GlobalSetup]
    public void Read() => _log = BenchLog.Read();

    [Benchmark]
    public long ReadMatchCount() => CountLog.Count(new MemoryStream(_log)).Requests;
}
