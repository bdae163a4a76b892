using ApiSnoop.Catalog;
using ApiSnoop.Loading;
using ApiSnoop.Loading.Chunks;
using ApiSnoop.Loading.Requests;
using ApiSnoop.Matching;
using ApiSnoop.Recording.Counts;
using ApiSnoop.Recording.Rows;

namespace ApiSnoop.Bench;

/// <summary>Reads, matches and counts a log on one thread and keeps nothing: what a load does besides hashing and recording.</summary>
internal static class CountLog
{
    /// <summary>Counts a log of Kubernetes 1.20.</summary>
    public static RequestLedger Count(Stream log)
    {
        var release = KubernetesCatalog.Shipped.Load(new ReleaseVersion(1, 20));
        var dimensions = new Dimensions(new TargetTable(release));
        var matcher = new OperationMatcher(release);
        var naming = new MissNaming(release, () => KubernetesCatalog.Shipped.Groups);
        var filter = new LoadFilter(LoadFilterTerms.None, dimensions);
        FactFinder Facts() => new(matcher, naming, dimensions, filter);
        var ledger = new RequestLedger(CountedRequests.None, new AppCount(dimensions, rows: null));
        using var input = new InputReading("log", () => log, 64 << 20);
        new ReadingThread([input], ledger, Facts(), new FreeChunks(1), rows: null, strict: false, CancellationToken.None).Run();
        ledger.Finish();
        return ledger;
    }
}
