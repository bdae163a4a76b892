using System.Collections.Immutable;
using ApiSnoop.Insights.Kapics;
using ApiSnoop.Insights.Noise;
using ApiSnoop.Reports;

namespace ApiSnoop.Certification;

/// <summary>Who of a whole cluster breaks at the next upgrade.</summary>
/// <param name="Callers">A verdict on each KAPIC (a Kubernetes API consumer), the worst first.</param>
/// <param name="Noise">What is noise, folded by whom it is about.</param>
public sealed record UpgradeRisk(ImmutableArray<AppVerdict> Callers, ImmutableArray<NoiseSum> Noise)
{
    /// <summary>The greatest verdict; "not enough seen" only where all are: in every cluster somebody was seen too little.</summary>
    public VerdictKind Worst => VerdictText.Worst(Callers.Select(c => c.Kind).Where(k => k != VerdictKind.NotEnoughSeen));

    /// <summary>Judges all callers of several clusters, each named with its recording.</summary>
    /// <param name="clusters">The recordings.</param>
    /// <param name="terms">What to judge by.</param>
    /// <param name="noise">What is noise; null for the rules that ship.</param>
    /// <exception cref="FormatException">The target is no release, or older than a cluster's.</exception>
    public static UpgradeRisk OfAll(IReadOnlyList<AppCoverage> clusters, CertificationTerms terms, NoiseRules? noise = null)
    {
        if (clusters is [var only]) return Of(only, terms, noise);
        var risks = clusters.Select(c => (c.App, Risk: Of(c, terms, noise))).ToList();
        return new(
            WorstFirst(risks.SelectMany(r => r.Risk.Callers.Select(v => v with { App = $"{r.App}: {v.App}" }))),
            [.. risks.SelectMany(r => r.Risk.Noise)]);
    }

    /// <summary>Judges all callers of a recording.</summary>
    /// <param name="cluster">The recording.</param>
    /// <param name="terms">What to judge by.</param>
    /// <param name="noise">What is noise; null for the rules that ship.</param>
    /// <exception cref="FormatException">The target is no release, or older than the cluster's.</exception>
    public static UpgradeRisk Of(AppCoverage cluster, CertificationTerms terms, NoiseRules? noise = null)
    {
        noise ??= NoiseRules.Shipped;
        var (rules, keys) = (noise.Match(cluster.Cube), FoundKapics.KeysOf(cluster.Cube));
        var callers = Enumerable.Range(0, keys.Length).Where(i => rules[i] is null).GroupBy(i => keys[i])
            .Select(g => cluster with { App = g.Key.App, Cube = cluster.Cube.With([.. g.Select(i => cluster.Cube.Cells[i])]) })
            .Select(caller => AppVerdict.Of(caller, terms, NoiseRules.None));
        return new(WorstFirst(callers), AppVerdict.Of(cluster, terms, noise).Noise);
    }

    static ImmutableArray<AppVerdict> WorstFirst(IEnumerable<AppVerdict> callers) =>
    [
        .. callers.OrderByDescending(v => v.Kind).ThenBy(v => v.Until is null).ThenBy(v => v.Until)
            .ThenByDescending(v => v.Confidence.Requests).ThenBy(v => v.App, StringComparer.Ordinal),
    ];
}
