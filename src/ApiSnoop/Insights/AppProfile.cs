using System.Collections.Immutable;
using ApiSnoop.Catalog;
using ApiSnoop.Coverage;
using ApiSnoop.Reports;

namespace ApiSnoop.Insights;

/// <summary>What an app uses, in figures for a card.</summary>
/// <param name="App">The coverage that the figures are of.</param>
/// <param name="Used">The endpoints that it hits.</param>
/// <param name="Risks">Those that are not stable or on their way out, the most pressing first.</param>
public sealed record AppProfile(AppCoverage App, ImmutableArray<EndpointUse> Used, ImmutableArray<Risk> Risks)
{
    /// <summary>Looks at an app.</summary>
    public static AppProfile Of(AppCoverage app)
    {
        ImmutableArray<EndpointUse> used = [.. app.Coverage.Endpoints.Where(e => e.Hit)];
        return new AppProfile(app, used, [.. used.Select(e => Risk.Of(e, app.Release)).OfType<Risk>().Order(Risk.MostPressingFirst)]);
    }

    /// <summary>How many endpoints of a level it uses.</summary>
    public int Count(Level level) => Used.Count(e => e.Operation.Level == level);

    /// <summary>How many deprecated endpoints it uses.</summary>
    public int Deprecated => Used.Count(e => e.Operation.Deprecated);

    /// <summary>The worst level that it uses; stable if it uses nothing.</summary>
    public Level Worst => Used.IsEmpty ? Level.Stable : Used.Max(e => e.Operation.Level);

    /// <summary>Its requests.</summary>
    public long Requests => App.Cube.Requests;

    /// <summary>Whether other releases are known to compare with; of a user's own document none are.</summary>
    public bool KnowsOthers => App.Release.Version is not null;

    /// <summary>The first release that lacks an endpoint it uses, or null when the newest known one has them all.</summary>
    public ReleaseVersion? BreaksIn => Risks.Select(r => r.RemovedIn).Where(v => v is not null).DefaultIfEmpty().Min();
}
