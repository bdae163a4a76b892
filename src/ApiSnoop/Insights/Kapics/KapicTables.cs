using ApiSnoop.Catalog;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Insights.Kapics;

/// <summary>Tables of KAPICs.</summary>
public static class KapicTables
{
    const int FewNames = 3;

    /// <summary>A row a KAPIC, with the command that records it.</summary>
    /// <param name="kapics">The KAPICs.</param>
    /// <param name="logs">The logs that they were found in.</param>
    public static Table Of(IEnumerable<Kapic> kapics, IReadOnlyCollection<string> logs) => Table.Of(
        [
            "KAPIC", "by", "namespaces", "requests", "stable", "beta", "alpha", "deprecated calls", "removed later", "gone in",
            "unmatched", "first seen", "last seen", "load it",
        ],
        kapics.Select(k => new object?[]
        {
            k.Key.Name, k.Key.By, Names(k.Namespaces), k.Requests, k.Count(Level.Stable), k.Count(Level.Beta), k.Count(Level.Alpha),
            k.DeprecatedRequests, k.EndingRequests, k.EndsIn?.ToString() ?? "", k.Unmatched, k.First, k.Last, LoadCommand.For(k, logs),
        })).OnlyWide("by", "unmatched", "first seen");

    /// <summary>All noise in one row, which says how much there is of it.</summary>
    public static string Folded(IReadOnlyCollection<Kapic> noise) => noise.Count == 0
        ? "None of it is noise of the cluster itself."
        : FormattableString.Invariant(
            $"{noise.Sum(k => k.Requests):N0} requests by {noise.Count:N0} parts of the cluster itself are left out as noise");

    static string Names(IReadOnlyCollection<string> names) =>
        names.Count <= FewNames ? string.Join(' ', names) : FormattableString.Invariant($"{names.Count:N0} namespaces");
}
