using System.Collections.Immutable;
using ApiSnoop.Catalog;
using ApiSnoop.Coverage;
using ApiSnoop.Reports;

namespace ApiSnoop.Insights;

/// <summary>What an app uses, in figures for a card.</summary>
/// <param name="App">The coverage that the figures are of.</param>
/// <param name="Used">The endpoints that it hits and may depend on.</param>
/// <param name="Discovery">What it walks through as every client does: discovery, health, version, OpenAPI.</param>
/// <param name="Risks">Those used that are not stable or on their way out, the most pressing first.</param>
public sealed record AppProfile(
    AppCoverage App, ImmutableArray<EndpointUse> Used, ImmutableArray<EndpointUse> Discovery, ImmutableArray<Risk> Risks)
{
    /// <summary>Looks at an app.</summary>
    /// <param name="app">Its coverage.</param>
    /// <param name="withDiscovery">Whether discovery counts as use.</param>
    public static AppProfile Of(AppCoverage app, bool withDiscovery = false)
    {
        var hit = app.Coverage.Endpoints.Where(e => e.Hit).ToLookup(e => Catalog.Discovery.Is(e.Operation));
        ImmutableArray<EndpointUse> discovery = [.. hit[true]], used = [.. hit[false], .. withDiscovery ? discovery : []];
        return new AppProfile(
            app, used, discovery, [.. used.Select(e => Risk.Of(e, app.Release)).OfType<Risk>().Order(Risk.MostPressingFirst)]);
    }

    /// <summary>How many endpoints of a level it uses.</summary>
    public int Count(Level level) => Used.Count(e => e.Operation.Level == level);

    /// <summary>How many deprecated endpoints it uses.</summary>
    public int Deprecated => Used.Count(e => e.Operation.Deprecated);

    /// <summary>The worst level that it uses; null if nothing was seen, which is no good news.</summary>
    public Level? Worst => Used.IsEmpty ? null : Used.Max(e => e.Operation.Level);

    /// <summary>
    /// Whether a filter hides a part of what it uses by what it is: what is left then says nothing about the app.
    /// </summary>
    public bool HidesEndpoints => App.Filter.AsksForEndpoints;

    /// <summary>How far a verdict reaches: <c>of what the filter keeps</c>, or nothing where there is no filter.</summary>
    public string Reach => App.Filter.IsAll ? "" : "of what the filter keeps";

    /// <summary>Its requests.</summary>
    public long Requests => App.Cube.Requests;

    /// <summary>Whether other releases are known to compare with; of a user's own document none are.</summary>
    public bool KnowsOthers => App.Release.Version is not null;

    /// <summary>The first release that lacks an endpoint it uses, or null when the newest known one has them all.</summary>
    public ReleaseVersion? BreaksIn => Risks.Select(r => r.RemovedIn).Where(v => v is not null).DefaultIfEmpty().Min();
}
