using System.Collections.Immutable;
using ApiSnoop.Conformance.Standing;

namespace ApiSnoop.Conformance.Proposals;

/// <summary>
/// A kind with eligible endpoints that have no conformance test: what one test of its life, from create to delete, would cover.
/// </summary>
/// <param name="Group">The API group that serves it; empty for core.</param>
/// <param name="Version">The version.</param>
/// <param name="Kind">The kind; empty for discovery and the like.</param>
/// <param name="Untested">Its eligible endpoints without a conformance test.</param>
/// <param name="Tested">How many of its endpoints have one.</param>
public sealed record UntestedKind(
    string Group, string Version, string Kind, ImmutableArray<EndpointStanding> Untested, int Tested)
{
    /// <summary>The kinds, the one with most untested endpoints first.</summary>
    public static ImmutableArray<UntestedKind> Of(ReleaseStanding standing) =>
    [
        .. standing.Eligible.GroupBy(e => (e.Operation.Group, e.Operation.Version, e.Operation.Kind))
            .Select(g => new UntestedKind(
                g.Key.Group, g.Key.Version, g.Key.Kind, [.. g.Where(e => !e.ConformanceTested)], g.Count(e => e.ConformanceTested)))
            .Where(k => k.Untested.Length > 0)
            .OrderByDescending(k => k.Untested.Length).ThenBy(k => k.Group, StringComparer.Ordinal)
            .ThenBy(k => k.Kind, StringComparer.Ordinal),
    ];
}
