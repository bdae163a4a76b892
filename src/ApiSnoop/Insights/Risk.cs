using ApiSnoop.Catalog;
using ApiSnoop.Coverage;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Insights;

/// <summary>A used endpoint that may not last.</summary>
/// <param name="Use">The endpoint and its requests.</param>
/// <param name="DeprecatedSince">The release that calls it deprecated, or null.</param>
/// <param name="RemovedIn">The first release after the recording's that lacks it, or null while none does.</param>
public sealed record Risk(EndpointUse Use, ReleaseVersion? DeprecatedSince, ReleaseVersion? RemovedIn)
{
    static readonly ReleaseVersion s_never = new(int.MaxValue, 0);

    /// <summary>The risk of using an endpoint; null when it is stable and here to stay.</summary>
    public static Risk? Of(EndpointUse use, Release release)
    {
        // Of a user's own document nothing is known about other releases.
        var history = release.Version is null ? null : KubernetesCatalog.Shipped.History(use.Operation.Id);
        var removed = history?.RemovedAfter(release.Version!.Value);
        return use.Operation is { Level: Level.Stable, Deprecated: false } && removed is null && history?.DeprecatedSince is null
            ? null
            : new Risk(use, history?.DeprecatedSince, removed);
    }

    /// <summary>A row a used endpoint, with what to call instead.</summary>
    public static Table TableOf(IReadOnlyCollection<Risk> risks)
    {
        var table = Table.Of(
            ["removed in", "method", "path", "instead", "requests", "level", "user agents", "deprecated since", "operation id"],
            risks.Select(r => new object?[]
            {
                r.RemovedIn?.ToString() ?? "", r.Use.Operation.Method.Text(), r.Use.Operation.Path,
                Replacement.Of(r.Use.Operation)?.Words ?? "", r.Use.Requests, r.Use.Operation.Level.Text(), r.Use.Agents,
                r.DeprecatedSince?.ToString() ?? "", r.Use.Operation.Id,
            }));
        return risks.Any(r => r.DeprecatedSince is not null) ? table : table.Without("deprecated since");
    }

    /// <summary>Gone soonest first, then alpha before beta, then by requests.</summary>
    public static Comparer<Risk> MostPressingFirst { get; } = Comparer<Risk>.Create((a, b) =>
    {
        var byRemoval = (a.RemovedIn ?? s_never).CompareTo(b.RemovedIn ?? s_never);
        if (byRemoval != 0) return byRemoval;
        var byLevel = b.Use.Operation.Level.CompareTo(a.Use.Operation.Level);
        if (byLevel != 0) return byLevel;
        var byRequests = b.Use.Requests.CompareTo(a.Use.Requests);
        return byRequests != 0 ? byRequests : string.CompareOrdinal(a.Use.Operation.Id, b.Use.Operation.Id);
    });
}
