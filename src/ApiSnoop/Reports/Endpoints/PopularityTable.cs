using ApiSnoop.Catalog;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Reports.Endpoints;

/// <summary>Endpoints by how much is relied on them: how many apps call them, and how often.</summary>
public static class PopularityTable
{
    /// <summary>The endpoints that anybody called, those of the most apps first.</summary>
    /// <param name="endpoints">The endpoints.</param>
    /// <param name="withDiscovery">Whether discovery, on which nobody depends, is ranked too.</param>
    public static IReadOnlyList<KnownEndpoint> Rank(IEnumerable<KnownEndpoint> endpoints, bool withDiscovery = false) =>
    [
        .. endpoints.Where(e => e.Used && (withDiscovery || !e.IsDiscovery))
            .OrderByDescending(e => e.Apps.Length).ThenByDescending(e => e.AppRequests).ThenByDescending(e => e.OtherRequests)
            .ThenBy(e => e.Operation.Path, StringComparer.Ordinal).ThenBy(e => e.Operation.Method),
    ];

    /// <summary>A row an endpoint, in the order given.</summary>
    public static Table Of(IEnumerable<KnownEndpoint> ranked) => Table.Of(
        [
            "rank", "method", "path", "level", "apps", "app requests", "other clients' requests", "tested", "category", "app names",
            "operation id",
        ],
        ranked.Select((e, i) => new object?[]
        {
            i + 1, e.Operation.Method.Text(), e.Operation.Path, e.Operation.Level.Text(), e.Apps.Length, e.AppRequests, e.OtherRequests,
            e.StateText, e.Operation.Category, string.Join(' ', e.Apps), e.Operation.Id,
        }));

    /// <summary>The exporter.</summary>
    internal static Table Make(ExportInput input) => Of(Rank(KnownEndpoint.All(input.TestRun, input.Relying, input.Lists)));
}
