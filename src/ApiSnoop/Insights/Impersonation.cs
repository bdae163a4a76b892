using System.Collections.Immutable;
using ApiSnoop.Reports;

namespace ApiSnoop.Insights;

/// <summary>Requests that somebody made in another's name.</summary>
/// <param name="Impersonator">Who made them.</param>
/// <param name="Users">In whose name, those of the most requests first.</param>
/// <param name="Requests">How many requests.</param>
public sealed record Impersonation(string Impersonator, ImmutableArray<string> Users, long Requests)
{
    /// <summary>Who did so in a recording, those of the most requests first.</summary>
    public static ImmutableArray<Impersonation> Of(AppCoverage app) =>
    [
        .. app.Cube.Cells
            .Where(c => app.Cube.Impersonators[c.Impersonator].Length > 0)
            .GroupBy(c => app.Cube.Impersonators[c.Impersonator], StringComparer.Ordinal)
            .Select(by => new Impersonation(
                by.Key,
                [
                    .. by.GroupBy(c => app.Cube.Users[c.User], StringComparer.Ordinal).OrderByDescending(u => u.Sum(c => c.Requests))
                        .ThenBy(u => u.Key, StringComparer.Ordinal).Select(u => u.Key),
                ],
                by.Sum(c => c.Requests)))
            .OrderByDescending(i => i.Requests).ThenBy(i => i.Impersonator, StringComparer.Ordinal),
    ];
}
