using ApiSnoop.Catalog;
using ApiSnoop.Reports;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Insights.CallStacks;

/// <summary>Which code makes which call, of clients whose user agents carry a call stack.</summary>
public static class CallStackTable
{
    /// <summary>A row a stack and endpoint, the most requests first.</summary>
    public static Table Of(IEnumerable<AppCoverage> apps)
    {
        var rows =
            from app in apps
            let stacks = app.Cube.Agents.Select(CallTrace.Of).ToArray()
            from cells in app.Cube.Cells.Where(c => stacks[c.Agent] is not null).GroupBy(c => (c.Agent, c.Target, c.Verb))
            let stack = stacks[cells.Key.Agent]!
            let target = app.Cube.Targets[cells.Key.Target]
            let operation = target.OperationId is { } id ? app.Release.Find(id) : null
            let requests = cells.Sum(c => c.Requests)
            orderby app.App, requests descending, stack.Caller?.Function, operation?.Id ?? target.Name
            select new object?[]
            {
                stack.Caller?.ToString() ?? "", app.Cube.Verbs[cells.Key.Verb], operation?.Path ?? target.Name, requests,
                operation?.Level.Text() ?? "", stack.Program, string.Join(" < ", stack.Frames), app.App, operation?.Id ?? "",
            };
        return Table.Of(["called from", "verb", "path", "requests", "level", "program", "stack", "app", "operation id"], rows);
    }

    /// <summary>The exporter.</summary>
    internal static Table Make(ExportInput input) => Of(input.Apps);
}
