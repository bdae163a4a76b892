using ApiSnoop.Catalog;
using ApiSnoop.Conformance;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Reports.Endpoints;

/// <summary>Known endpoints as a table.</summary>
public static class KnownEndpointTable
{
    /// <summary>A row an endpoint, in the order given.</summary>
    public static Table Of(IEnumerable<KnownEndpoint> endpoints) => Table.Of(
        [
            "level", "category", "method", "path", "tests", "conformance tests", "apps", "requests", "eligibility", "deprecated",
                "operation id",
            "group", "version", "kind", "action", "app names",
        ],
        endpoints.Select(e => new object?[]
        {
            e.Operation.Level.Text(), e.Operation.Category, e.Operation.Method.Text(), e.Operation.Path, Seen(e, e.Tests), Seen(e,
                e.ConformanceTests),
            e.Apps.Length, e.Requests, EligibilityOf(e), e.Operation.Deprecated, e.Operation.Id, e.Operation.Group, e.Operation.Version,
            e.Operation.Kind, e.Operation.Action, string.Join(' ', e.Apps),
        }));

    /// <summary>Nothing at all where no run could have tested it, which is not the same as no test.</summary>
    static int? Seen(KnownEndpoint endpoint, int tests) => endpoint.Observed ? tests : null;

    /// <summary>Whether the endpoint should have a conformance test, in a word or two.</summary>
    public static string EligibilityOf(KnownEndpoint endpoint) => endpoint switch
    {
        { Pending: true } => "pending",
        { Eligible: true } => "eligible",
        _ when endpoint.Lists.Ineligible.ContainsKey(endpoint.Operation.Id) => "ineligible",
        { Operation.Deprecated: true } => "deprecated",
        _ => "not stable",
    };
}
