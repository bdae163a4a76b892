using ApiSnoop.Recording;

namespace ApiSnoop.Reports.Tables;

/// <summary>The recordings of a store with their health.</summary>
public static class RecordingTable
{
    /// <summary>A row a recording.</summary>
    public static Table Of(IEnumerable<Manifest> manifests) => Table.Of(
        ["app", "kind", "release", "from", "to", "requests", "matched", "unmatched", "events", "bad lines", "sources", "loaded at",
            "filters",
            "how the release was found"],
        manifests.Select(m => new object?[]
        {
            m.App, m.Kind.Text(), m.Release, m.From, m.To, m.Requests, m.MatchedRequests, m.Requests - m.MatchedRequests, m.Events,
                m.BadLines,
            m.Sources.Length, m.LoadedAt, string.Join(' ', m.Filters), m.ReleaseEvidence,
        })).OnlyWide("events", "sources", "loaded at", "filters", "how the release was found");
}
