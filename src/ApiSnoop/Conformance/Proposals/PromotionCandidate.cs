using System.Collections.Immutable;
using ApiSnoop.Conformance.Results;
using ApiSnoop.Conformance.Standing;

namespace ApiSnoop.Conformance.Proposals;

/// <summary>A test that there is, and what would be covered if it became a conformance test.</summary>
/// <param name="Test">Its name.</param>
/// <param name="Endpoints">Eligible endpoints without a conformance test that it hits and no candidate before it does.</param>
public sealed record PromotionCandidate(string Test, ImmutableArray<EndpointStanding> Endpoints)
{
    /// <summary>
    /// The candidates, the one that covers most first, and each next one the one that covers most of what is left.
    /// </summary>
    public static ImmutableArray<PromotionCandidate> Of(ReleaseStanding standing)
    {
        var left = standing.Eligible.Where(e => !e.ConformanceTested && e.Tests.Length > 0).ToList();
        var conformance = standing.Results.Tests.Where(t => t.Conformance).Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        var candidates = ImmutableArray.CreateBuilder<PromotionCandidate>();
        while (Best(left, conformance) is { } best)
        {
            candidates.Add(best);
            left.RemoveAll(e => e.Tests.Contains(best.Test));
        }
        return candidates.ToImmutable();
    }

    static PromotionCandidate? Best(List<EndpointStanding> left, HashSet<string> conformance)
    {
        var best = left.SelectMany(e => e.Tests, (e, test) => (Endpoint: e, Test: test)).Where(h => !conformance.Contains(h.Test))
            .GroupBy(h => h.Test, StringComparer.Ordinal)
            .OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).FirstOrDefault();
        return best is null ? null : new(best.Key, [.. best.Select(h => h.Endpoint)]);
    }
}
