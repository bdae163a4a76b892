using ApiSnoop.Catalog;

namespace ApiSnoop.Reports.Endpoints;

/// <summary>An endpoint over several apps.</summary>
/// <param name="Operation">The operation, as the newest of the apps' releases knows it.</param>
/// <param name="Requests">Requests of all apps, one that is in two recordings counted once.</param>
/// <param name="Apps">How many apps hit it.</param>
internal sealed record EndpointSum(Operation Operation, long Requests, int Apps)
{
    /// <summary>Every endpoint of the apps' releases, once, by operation id.</summary>
    public static IReadOnlyList<EndpointSum> Of(IEnumerable<AppCoverage> apps)
    {
        var sums = new Dictionary<string, EndpointSum>(StringComparer.Ordinal);
        foreach (var app in apps.OrderByDescending(a => a.Release.Version ?? default))
        {
            foreach (var (use, unshared) in app.Coverage.Endpoints.Zip(app.Unshared.Coverage.Endpoints))
            {
                var sum = sums.GetValueOrDefault(use.Operation.Id) ?? new EndpointSum(use.Operation, 0, 0);
                sums[use.Operation.Id] = sum with { Requests = sum.Requests + unshared.Requests, Apps = sum.Apps + (use.Hit ? 1 : 0) };
            }
        }

        return [.. sums.Values];
    }
}
