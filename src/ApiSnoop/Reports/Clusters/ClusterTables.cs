using System.Collections.Immutable;
using ApiSnoop.Catalog;
using ApiSnoop.Coverage;
using ApiSnoop.Insights;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Reports.Clusters;

/// <summary>What one app does in each of its clusters, and what of it will not last in which.</summary>
public static class ClusterTables
{
    /// <summary>The column with a recording's name, which a page leads to.</summary>
    public const string Recording = "recording";

    /// <summary>A row a recording: how much it does, and until when it runs.</summary>
    /// <param name="app">The app.</param>
    /// <param name="withDiscovery">Whether discovery counts as use.</param>
    public static Table Clusters(SummedApp app, bool withDiscovery = false) => Table.Of(
        ["cluster", "Kubernetes", "requests", "endpoints", "beta", "alpha", "gone in", "first seen", "last seen", Recording],
        app.Recordings.Select(r => AppProfile.Of(r, withDiscovery)).Select(p => new object?[]
        {
            AppOverClusters.Parts(p.App.App) is { Cluster.Length: > 0 } parts ? parts.Cluster : p.App.App, p.App.Release.Name, p.Requests,
            p.Used.Length, p.Count(Level.Beta), p.Count(Level.Alpha), p.BreaksIn?.ToString(), p.App.Manifest.From, p.App.Manifest.To,
            p.App.App,
        }));

    /// <summary>
    /// A row an endpoint that may not last: which clusters still use it, whatever their releases. The most pressing first.
    /// </summary>
    /// <param name="app">The app.</param>
    /// <param name="withDiscovery">Whether discovery counts as use.</param>
    public static Table Risks(SummedApp app, bool withDiscovery = false)
    {
        // Requests that several recordings hold count once; who uses an endpoint is told by each recording as it is.
        var risks = app.Recordings
            .SelectMany(r => AppProfile.Of(r, withDiscovery).Risks.Select(risk => (Recording: r, Risk: risk, Requests: Unshared(r, risk))))
            .GroupBy(r => r.Risk.Use.Operation.Id, StringComparer.Ordinal)
            .Select(g => (Worst: g.Select(r => r.Risk).Order(Risk.MostPressingFirst).First(), Requests: g.Sum(r => r.Requests),
                Clusters: g.Select(r => r.Recording.App).Order(StringComparer.Ordinal).ToImmutableArray()))
            .OrderBy(r => r.Worst with { Use = r.Worst.Use with { Requests = r.Requests } }, Risk.MostPressingFirst);
        return Table.Of(
            ["removed in", "method", "path", "instead", "requests", "clusters", "in", "level", "operation id"],
            risks.Select(r => new object?[]
            {
                r.Worst.RemovedIn?.ToString(), r.Worst.Use.Operation.Method.Text(), r.Worst.Use.Operation.Path,
                Replacement.Of(r.Worst.Use.Operation)?.Words, r.Requests, r.Clusters.Length, Names(r.Clusters),
                r.Worst.Use.Operation.Level.Text(), r.Worst.Use.Operation.Id,
            }));
    }

    static long Unshared(AppCoverage recording, Risk risk) => ReferenceEquals(recording.Unshared, recording)
        ? risk.Use.Requests
        : recording.Unshared.Coverage.Endpoints.FirstOrDefault(e => e.Operation.Id == risk.Use.Operation.Id)?.Requests ?? 0;

    static string Names(ImmutableArray<string> recordings) =>
        string.Join(", ", recordings.Select(r => AppOverClusters.Parts(r) is { Cluster.Length: > 0 } parts ? parts.Cluster : r));
}
