using ApiSnoop.Audit;
using ApiSnoop.Audit.Reading;
using ApiSnoop.Catalog;
using ApiSnoop.Matching;
using BenchmarkDotNet.Attributes;

namespace ApiSnoop.Bench;

/// <summary>Matching the requests of a log, one call for each event.</summary>
[MemoryDiagnoser]
public unsafe class MatcherBenchmarks
{
    readonly OperationMatcher _matcher = new(KubernetesCatalog.Shipped.Load(new ReleaseVersion(1, 20)));
    (byte[] Path, ApiMethod Method)[] _requests = [];

    [GlobalSetup]
    public void Read()
    {
        var log = BenchLog.Read();
        var padded = GC.AllocateArray<byte>(log.Length + EventScanner.Slack, pinned: true);
        log.CopyTo(padded, 0);
        var requests = new List<(byte[], ApiMethod)>();
        fixed (byte* start = padded)
        {
            var documents = new DocumentReader(strict: false);
            documents.Take(start, log.Length, final: true, new ByteArena());
            while (documents.Next(out var e))
            {
                var uri = e.RequestUri.Span;
                var query = uri.IndexOf((byte)'?');
                requests.Add(((query < 0 ? uri : uri[..query]).ToArray(), AuditVerb.Method(e.Verb.Span)));
            }
        }

        _requests = [.. requests];
    }

    [Benchmark]
    public int Match()
    {
        var matched = 0;
        foreach (var (path, method) in _requests)
            if (_matcher.Match(path, method, out _) >= 0)
                matched++;
        return matched;
    }
}
