using ApiSnoop.Catalog;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Reports.Endpoints;

/// <summary>
/// The ranking that APISnoop exists for: stable endpoints that conformance asks for and that no conformance test hits, by how
/// much they are used.
/// </summary>
public static class UntestedTable
{
    /// <summary>The endpoints without a conformance test, the most used first.</summary>
    /// <param name="endpoints">The endpoints of the run's release.</param>
    /// <param name="withDiscovery">Whether discovery, on which nobody depends, is ranked too.</param>
    public static IReadOnlyList<KnownEndpoint> Rank(IEnumerable<KnownEndpoint> endpoints, bool withDiscovery = false) =>
    [
        .. endpoints.Where(e => e.Eligible && !e.ConformanceTested && (withDiscovery || !e.IsDiscovery))
            .OrderByDescending(e => e.Apps.Length).ThenByDescending(e => e.AppRequests).ThenByDescending(e => e.OtherRequests)
            .ThenBy(e => e.Operation.Path, StringComparer.Ordinal).ThenBy(e => e.Operation.Method),
    ];

    /// <summary>A row an endpoint, in the order given.</summary>
    public static Table Of(IEnumerable<KnownEndpoint> ranked) => Table.Of(
        [
            "rank", "method", "path", "apps", "app requests", "other clients' requests", "tested", "category", "pending", "app names",
                "operation id",
        ],
        ranked.Select((e, i) => new object?[]
        {
            i + 1, e.Operation.Method.Text(), e.Operation.Path, e.Apps.Length, e.AppRequests, e.OtherRequests, TestedText(e),
            e.Operation.Category, e.Pending, string.Join(' ', e.Apps), e.Operation.Id,
        }));

    /// <summary>Null where no run could have tested it.</summary>
    static bool? TestedText(KnownEndpoint endpoint) => endpoint.Observed ? endpoint.Tested : null;

    /// <summary>The exporter.</summary>
    internal static Table Make(ExportInput input) => Of(Rank(KnownEndpoint.OfRun(input.TestRun, input.Relying, input.Lists)));
}
