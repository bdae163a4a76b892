using ApiSnoop.Matching;

namespace ApiSnoop.Reports.Tables;

/// <summary>Requests that matched no operation, by reason and by what was asked for.</summary>
internal static class UnmatchedTable
{
    public static Table Make(ExportInput input)
    {
        var rows =
            from app in input.Apps
            from cells in app.Cube.Cells.Where(c => app.Cube.Targets[c.Target].OperationId is null).GroupBy(c => c.Target)
            let target = app.Cube.Targets[cells.Key]
            let requests = cells.Sum(c => c.Requests)
            let agents = cells.Select(c => app.Cube.Agents[c.Agent]).Distinct().Order(StringComparer.Ordinal).ToList()
            orderby app.App, requests descending, target.Name
            select new object?[]
            {
                app.App, target.Reason.Text(), target.Name, requests, agents.Count, agents.FirstOrDefault(), target.SampleUri,
            };
        return Table.Of(["app", "reason", "what", "requests", "user agents", "a user agent", "a URI"], rows);
    }
}
