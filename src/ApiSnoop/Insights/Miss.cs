using System.Collections.Immutable;
using ApiSnoop.Matching;
using ApiSnoop.Reports;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Insights;

/// <summary>Requests that matched no endpoint, of one reason.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Requests">How many requests.</param>
/// <param name="Things">How many different things were asked for.</param>
/// <param name="Most">What was asked for most.</param>
/// <param name="SampleUri">A URI of it.</param>
public sealed record Miss(MissReason Reason, long Requests, int Things, string Most, string SampleUri)
{
    /// <summary>An app's misses, the most frequent reason first.</summary>
    public static ImmutableArray<Miss> Of(AppCoverage app)
    {
        var misses =
            from cell in app.Cube.Cells
            let target = app.Cube.Targets[cell.Target]
            where target.OperationId is null
            group cell by cell.Target into cells
            let sum = (Target: app.Cube.Targets[cells.Key], Requests: cells.Sum(c => c.Requests))
            orderby sum.Requests descending, sum.Target.Name
            group sum by sum.Target.Reason into reason
            select new Miss(
                reason.Key, reason.Sum(s => s.Requests), reason.Count(), reason.First().Target.Name, reason.First().Target.SampleUri);
        return [.. misses.OrderByDescending(m => m.Requests).ThenBy(m => m.Reason)];
    }

    /// <summary>A row a reason.</summary>
    public static Table TableOf(IEnumerable<Miss> misses) => Table.Of(
        ["reason", "requests", "different things", "most of all", "a URI"],
        misses.Select(m => new object?[] { m.Reason.Text(), m.Requests, m.Things, m.Most, m.SampleUri }));
}
