using System.Collections.Immutable;
using ApiSnoop.Catalog;
using ApiSnoop.Certification.Rules;

namespace ApiSnoop.Certification;

/// <summary>Finds the rules that an app breaks.</summary>
sealed class Findings(
    ImmutableArray<UsedOperation> operations, ImmutableArray<ForeignUse> foreign, ReleaseVersion? release, ReleaseVersion? target,
    Level require, KubernetesCatalog catalog)
{
    /// <summary>The worst first, then what ends soonest, then by requests.</summary>
    public ImmutableArray<Finding> All() =>
    [
        .. operations.Where(o => o.Use == UseKind.InUse).SelectMany(Of).Concat(foreign.Where(f => f.IsGone).Select(Of))
            .OrderByDescending(f => f.Kind).ThenBy(f => f.EndsIn ?? default).ThenByDescending(f => f.Use?.Requests ?? 0)
            .ThenBy(f => f.Name, StringComparer.Ordinal),
    ];

    IEnumerable<Finding> Of(UsedOperation used)
    {
        var id = used.Operation.Id;
        if (used.CountsForLevel && used.Operation.Level > require)
            yield return new(
                "AS-010", VerdictKind.BelowLevel, used, id,
                $"{used.Operation.Level.Text()}, and {require.Text()} is required{Instead(used)}", null);
        if (target is not { } t) yield break;
        if (IsGone(used, t) is { } gone)
            yield return new("AS-012", VerdictKind.Gone, used, id, $"{used.Guarantee.Words}, and {t} is the target{Instead(used)}", gone);
        else if (used.Guarantee is { Kind: GuaranteeKind.Ends, EndsIn: { } end })
            yield return new("AS-011", VerdictKind.Ends, used, id, $"{used.Guarantee.Words}{Instead(used)}", end);
    }

    /// <summary>The release that it is gone in, if that is no later than the target; of an unknown target the rules tell.</summary>
    ReleaseVersion? IsGone(UsedOperation used, ReleaseVersion t)
    {
        if (!catalog.Has(t) || used.Guarantee.By == Basis.Table) return used.Guarantee.EndsIn <= t ? used.Guarantee.EndsIn : null;
        return catalog.History(used.Operation.Id) is not { } history || history.Releases.Contains(t) ? null
            : used.Guarantee.EndsIn is { } end && end <= t ? end : t;
    }

    Finding Of(ForeignUse gone) => new(
        "AS-012", VerdictKind.Gone, null, gone.Name,
        gone switch
        {
            { GoneIn: { } end, WasAnswered: true } =>
                $"gone in {end} (catalog), and answered all the same: if {release} is not what the log is of, load it with --release",
            { GoneIn: { } end } => $"gone in {end} (catalog), and the app asks for it all the same",
            _ => $"a version that {release} serves no more, and that the app asks for all the same",
        },
        gone.GoneIn ?? release);

    static string Instead(UsedOperation used) => used.Replacement is { } instead ? $"; {instead.Words}" : "";
}
