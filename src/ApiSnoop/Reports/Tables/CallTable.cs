using ApiSnoop.Catalog;
using ApiSnoop.Coverage;
using ApiSnoop.Recording;

namespace ApiSnoop.Reports.Tables;

/// <summary>What one client calls: a user agent or a test.</summary>
public static class CallTable
{
    /// <summary>A row an endpoint, the most requests first; then what matched none.</summary>
    /// <param name="apps">The recordings.</param>
    /// <param name="isTheOne">Whether a user agent is the client's.</param>
    public static Table Of(IEnumerable<AppCoverage> apps, Func<string, bool> isTheOne)
    {
        var rows =
            from app in apps
            let mine = app.Cube.Agents.Select(isTheOne).ToArray()
            from cells in app.Cube.Cells.Where(c => mine[c.Agent]).GroupBy(c => c.Target)
            let target = app.Cube.Targets[cells.Key]
            let operation = target.OperationId is { } id ? app.Release.Find(id) : null
            let requests = cells.Sum(c => c.Requests)
            orderby operation is null, requests descending, target.OperationId ?? target.Name
            select Row(app.App, target, operation, [.. cells]);
        return Table.Of(
            ["level", "category", "method", "path", "requests", "succeeded", "refused", "deprecated", "app", "operation id"], rows);
    }

    static object?[] Row(string app, Target target, Operation? operation, List<Cell> cells) =>
    [
        operation?.Level.Text() ?? "", operation?.Category ?? Matching.MissReasonNames.Text(target.Reason), operation?.Method.Text() ?? "",
        operation?.Path ?? target.Name, cells.Sum(c => c.Requests), Sum(cells, Outcome.Succeeded), Sum(cells, Outcome.Refused),
        operation?.Deprecated ?? false, app, operation?.Id ?? "",
    ];

    static long Sum(List<Cell> cells, Outcome outcome) => cells.Where(c => outcome.Counts(c.Code)).Sum(c => c.Requests);
}
