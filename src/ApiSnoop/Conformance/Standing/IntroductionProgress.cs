using System.Collections.Immutable;
using ApiSnoop.Catalog;

namespace ApiSnoop.Conformance.Standing;

/// <summary>The eligible endpoints of one release by the release that brought them.</summary>
/// <param name="Introduced">The release that brought them; for the oldest one, it or an earlier one.</param>
/// <param name="Endpoints">They.</param>
public sealed record IntroductionProgress(ReleaseVersion Introduced, ImmutableArray<EndpointStanding> Endpoints)
{
    /// <summary>Of them, conformance tested.</summary>
    public int Tested => Endpoints.Count(e => e.ConformanceTested);

    /// <summary>Of them, without a conformance test.</summary>
    public int Untested => Endpoints.Length - Tested;

    /// <summary>Every release, also those that brought none, oldest first.</summary>
    /// <param name="standing">The release to look back from.</param>
    public static ImmutableArray<IntroductionProgress> Of(ReleaseStanding standing)
    {
        var until = standing.Results.Release.Version ?? KubernetesCatalog.Shipped.Newest;
        var byRelease = standing.Eligible.ToLookup(e => e.Introduced ?? until);
        var releases = KubernetesCatalog.Shipped.Versions.Union(byRelease.Select(g => g.Key)).Where(v => v <= until).Order();
        return [.. releases.Select(v => new IntroductionProgress(v, [.. byRelease[v]]))];
    }
}
