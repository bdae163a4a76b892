using System.Collections.Immutable;
using ApiSnoop.Catalog;
using ApiSnoop.Conformance;
using ApiSnoop.Coverage;

namespace ApiSnoop.Web.Insights;

/// <summary>A stable endpoint that conformance asks for, that is used, and that no conformance test hits.</summary>
/// <param name="Operation">The endpoint.</param>
/// <param name="Apps">How many apps use it.</param>
/// <param name="Requests">Their requests to it.</param>
public sealed record UsedUntested(Operation Operation, int Apps, long Requests)
{
    /// <summary>Ranks them by apps, then by requests. Without any app the requests of the test run that are no test's count.</summary>
    /// <param name="tests">The test run.</param>
    /// <param name="apps">The apps.</param>
    public static ImmutableArray<UsedUntested> Rank(AppCoverage tests, IReadOnlyCollection<AppCoverage> apps)
    {
        var uses = apps.Select(a => a.Coverage.Endpoints.Where(e => e.Hit).ToDictionary(e => e.Operation.Id, e => e.Requests, StringComparer.Ordinal)).ToList();
        var ranked =
            from endpoint in tests.Coverage.Endpoints
            where !endpoint.ConformanceTested && ConformanceFacts.IsEligible(endpoint.Operation)
            let counts = uses.Select(u => u.GetValueOrDefault(endpoint.Operation.Id)).Where(r => r > 0).ToList()
            let requests = apps.Count > 0 ? counts.Sum() : Untested(endpoint)
            where requests > 0
            orderby counts.Count descending, requests descending, endpoint.Operation.Id
            select new UsedUntested(endpoint.Operation, counts.Count, requests);
        return [.. ranked];
    }

    static long Untested(EndpointUse endpoint) => endpoint.Requests - endpoint.TestRequests;
}
