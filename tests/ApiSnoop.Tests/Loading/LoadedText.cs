using System.Text;
using ApiSnoop.Catalog;
using ApiSnoop.Loading;
using ApiSnoop.Loading.Chunks;
using ApiSnoop.Loading.Requests;
using ApiSnoop.Matching;
using ApiSnoop.Recording;
using ApiSnoop.Recording.Counts;
using ApiSnoop.Recording.Rows;
using ApiSnoop.Tests.Recording;

namespace ApiSnoop.Tests.Loading;

/// <summary>A log read from text, through the real reader, matcher and ledger, with one or more threads.</summary>
internal sealed record LoadedText(
    long Events, long Lines, long Requests, long Matched, long Repeated, long Filtered, long Bad, IReadOnlyList<BadLine> BadLines,
        Cube Cube,
    IReadOnlyList<ParameterCount> Parameters)
{
    /// <summary>A few operations, enough for rules.</summary>
    public static Release SmallRelease { get; } = new("1.20",
    [
        Operation("listCoreV1NamespacedPod", ApiMethod.Get, "/api/v1/namespaces/{namespace}/pods"),
        Operation("createCoreV1NamespacedPod", ApiMethod.Post, "/api/v1/namespaces/{namespace}/pods"),
        Operation("readCoreV1NamespacedPod", ApiMethod.Get, "/api/v1/namespaces/{namespace}/pods/{name}"),
        Operation("listCoreV1Node", ApiMethod.Get, "/api/v1/nodes"),
        Operation("getCoreV1APIResources", ApiMethod.Get, "/api/v1/"),
    ], []);

    public static Operation Operation(string id, ApiMethod method, string path) => new() { Id = id, Method = method, Path = path };

    public static LoadedText Of(
        string text, LoadFilterTerms? filter = null, int threads = 1, bool strict = false, Release? release = null) =>
        Of([Encoding.UTF8.GetBytes(text)], filter, threads, strict, release);

    public static LoadedText Of(
        IReadOnlyList<byte[]> files, LoadFilterTerms? filter = null, int threads = 1, bool strict = false, Release? release = null,
        int longest = 64 << 20) =>
        Of([.. files.Select((bytes, i) => new InputReading($"file{i + 1}", () => new MemoryStream(bytes), longest))], filter, threads,
            strict, release);

    public static LoadedText Of(
        IReadOnlyList<InputReading> inputs, LoadFilterTerms? filter = null, int threads = 1, bool strict = false, Release? release = null)
    {
        release ??= SmallRelease;
        var dimensions = new Dimensions(new TargetTable(release));
        var matcher = new OperationMatcher(release);
        var naming = new MissNaming(release, () => new HashSet<string>());
        var terms = new LoadFilter(filter ?? LoadFilterTerms.None, dimensions);
        FactFinder Facts() => new(matcher, naming, dimensions, terms);
        var app = new AppCount(dimensions, batch => batch);
        var ledger = new RequestLedger(CountedRequests.None, app);
        var free = new FreeChunks(threads);
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads },
            _ => new ReadingThread(inputs, ledger, Facts(), free, rows: null, strict, CancellationToken.None).Run());
        ledger.Finish();
        var cube = new Cube(
            dimensions.Targets.ToImmutable(), dimensions.Agents.Texts(), dimensions.Users.Texts(),
            dimensions.Namespaces.Texts(), dimensions.Verbs.Texts(), app.Cube.ToImmutable(),
            dimensions.Users.Texts(), dimensions.Deprecations.Texts());
        return new LoadedText(
            inputs.Sum(i => i.Events), inputs.Sum(i => i.Lines), ledger.Requests, app.MatchedRequests, ledger.RepeatedEvents,
            ledger.FilteredRequests, inputs.Sum(i => i.BadLines), [.. inputs.SelectMany(i => i.BadLineSamples)], cube,
            app.Parameters.ToCounts());
    }

    /// <summary>The operations that were hit, with their requests.</summary>
    public IReadOnlyDictionary<string, long> Hits => Cube.Cells
        .Where(c => Cube.Targets[c.Target].OperationId is not null)
        .GroupBy(c => Cube.Targets[c.Target].OperationId!)
        .ToDictionary(g => g.Key, g => g.Sum(c => c.Requests));

    /// <summary>Status codes of the requests with how many there are of each.</summary>
    public IReadOnlyDictionary<int, long> Codes =>
        Cube.Cells.GroupBy(c => (int)c.Code).ToDictionary(g => g.Key, g => g.Sum(c => c.Requests));

    /// <summary>The misses with their requests.</summary>
    public IReadOnlyDictionary<(MissReason, string), long> Misses => Cube.Cells
        .Where(c => Cube.Targets[c.Target].OperationId is null)
        .GroupBy(c => (Cube.Targets[c.Target].Reason, Cube.Targets[c.Target].Name))
        .ToDictionary(g => g.Key, g => g.Sum(c => c.Requests));
}
