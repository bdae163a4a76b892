using ApiSnoop.Catalog;
using ApiSnoop.Loading;
using ApiSnoop.Matching;
using ApiSnoop.Recording;
using ApiSnoop.Reports;
using ApiSnoop.Tests.Recording;

namespace ApiSnoop.Tests.Field;

/// <summary>A log as people have them, from tests/data/field, loaded the whole way.</summary>
internal sealed class FieldLoad : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public FieldLoad(string log, LoadFilterTerms? filter = null, string? release = null, string testPattern = "")
    {
        Path = Repository.Path("tests/data/field/" + log);
        var store = new RecordingStore(_folder.Path);
        Facts = AuditLoad.Run(
            new LoadRequest
            {
                App = "app",
                Inputs = [Path],
                Filter = filter ?? LoadFilterTerms.None,
                Release = release is not null && ReleaseVersion.TryParse(release, out var version) ? version : null,
                TestPattern = testPattern,
            },
            store, new LoadProgress(), CancellationToken.None);
        Recording = new RecordingShelf(store).Open("app")!;
    }

    public string Path { get; }

    public Manifest Facts { get; }

    public OpenRecording Recording { get; }

    public Cube Cube => Recording.Stored.Cube;

    public IReadOnlyList<string> Operations =>
        [.. Cube.Cells.Select(c => Cube.Targets[c.Target].OperationId).OfType<string>().Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The misses by reason and name.</summary>
    public IReadOnlyList<(MissReason Reason, string Name)> Misses =>
        [.. Cube.Cells.Select(c => Cube.Targets[c.Target]).Where(t => t.OperationId is null).Select(t => (t.Reason, t.Name)).Distinct()];

    /// <summary>Events, requests, matched and unmatched ones, and distinct operations.</summary>
    public (long Events, long Requests, long Matched, long Unmatched, int Operations) Counts => (
        Facts.Events, Facts.Requests, Facts.MatchedRequests, Facts.Requests - Facts.MatchedRequests, Operations.Count);

    public void Dispose() => _folder.Dispose();
}
