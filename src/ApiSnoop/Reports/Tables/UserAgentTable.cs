using ApiSnoop.Catalog;
using ApiSnoop.Coverage;
using ApiSnoop.Recording;

namespace ApiSnoop.Reports.Tables;

/// <summary>What each user agent calls, at which stability, and how it ends.</summary>
internal static class UserAgentTable
{
    public static Table Make(ExportInput input)
    {
        var rows =
            from app in input.Apps
            from cells in app.Cube.Cells.GroupBy(c => c.Agent)
            let requests = cells.Sum(c => c.Requests)
            orderby app.App, requests descending, app.Cube.Agents[cells.Key]
            select Row(app, app.Cube.Agents[cells.Key], requests, [.. cells]);
        return Table.Of(
            [
                "app", "user agent", "requests", "endpoints", "stable", "beta", "alpha", "deprecated", "discovery", "unmatched requests",
                    "succeeded",
                "refused", "users", "test",
            ],
            rows);
    }

    static object?[] Row(AppCoverage app, string agent, long requests, List<Cell> cells)
    {
        var all = cells.Select(c => app.Cube.Targets[c.Target].OperationId).OfType<string>().Distinct()
            .Select(app.Release.Find).OfType<Operation>().ToList();
        // What every client walks through says nothing about this one.
        var operations = all.Where(o => !Discovery.Is(o)).ToList();
        return
        [
            app.App, agent, requests, operations.Count, operations.Count(o => o.Level == Level.Stable),
            operations.Count(o => o.Level == Level.Beta), operations.Count(o => o.Level == Level.Alpha),
                operations.Count(o => o.Deprecated), all.Count - operations.Count,
            cells.Where(c => app.Cube.Targets[c.Target].OperationId is null).Sum(c => c.Requests),
            cells.Where(c => Outcome.Succeeded.Counts(c.Code)).Sum(c => c.Requests),
            cells.Where(c => Outcome.Refused.Counts(c.Code)).Sum(c => c.Requests),
            cells.Select(c => c.User).Distinct().Count(), app.Naming.Of(agent)?.Name ?? "",
        ];
    }
}
