using System.Collections.Immutable;
using ApiSnoop.Catalog;
using ApiSnoop.Certification;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Reports.Certification;

/// <summary>Which app runs on which release.</summary>
public static class CertificationMatrix
{
    /// <summary>The releases that are told: those that the project of 2018 and later cared for.</summary>
    public static ImmutableArray<ReleaseVersion> Releases { get; } =
        [.. KubernetesCatalog.Shipped.Versions.Where(v => v >= new ReleaseVersion(1, 16))];

    /// <summary>A row an app, a column a release: <c>runs</c>, <c>ends</c> or <c>breaks</c>; empty where that is not known.</summary>
    public static Table Of(IEnumerable<AppVerdict> verdicts) => Table.Of(
        ["app", .. Releases.Select(r => r.ToString())],
        verdicts.Select(v => (object?[])[v.App, .. Releases.Select(r => (object?)StateOf(v, r))]));

    /// <summary>
    /// It breaks where something that it depends on is lacking, it ends where all is there and a later release lacks some of it or may, and
    /// it runs where all stays.
    /// </summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="release">A release that the catalog knows.</param>
    public static string StateOf(AppVerdict verdict, ReleaseVersion release)
    {
        if (verdict.Release is null || verdict.Level is null) return "";
        var catalog = KubernetesCatalog.Shipped;
        return verdict.InUse.Any(o => catalog.History(o.Operation.Id)?.Releases.Contains(release) != true || o.Guarantee.EndsIn <= release)
            || verdict.Foreign.Any(f => f.IsGone && release >= (f.GoneIn ?? verdict.Release)) ? "breaks"
            : verdict.Until is not null ? "ends" : "runs";
    }
}
