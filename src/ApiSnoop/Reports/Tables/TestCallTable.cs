using ApiSnoop.Catalog;
using ApiSnoop.Coverage;

namespace ApiSnoop.Reports.Tables;

/// <summary>The calls of e2e tests: what each asked for, how often, and how that ended.</summary>
internal static class TestCallTable
{
    public static Table Make(ExportInput input)
    {
        var rows =
            from app in input.Apps
            let tests = CoverageCounter.Tests(app.Cube, app.Naming)
            from cells in app.Cube.Cells.Where(c => tests[c.Agent] is not null)
                .GroupBy(c => (tests[c.Agent]!.Name, c.Target, c.Verb, c.Code))
            let target = app.Cube.Targets[cells.Key.Target]
            let operation = target.OperationId is { } id ? app.Release.Find(id) : null
            let first = cells.Min(c => c.First)
            orderby app.App, cells.Key.Name, first, target.OperationId ?? target.Name, cells.Key.Code
            select new object?[]
            {
                app.App, cells.Key.Name, first, operation?.Method.Text() ?? "", operation?.Path ?? target.Name,
                app.Cube.Verbs[cells.Key.Verb], cells.Key.Code == 0 ? null : (int)cells.Key.Code, cells.Sum(c => c.Requests),
                operation?.Level.Text() ?? "", operation?.Id ?? "",
            };
        return Table.Of(["app", "test", "first", "method", "path", "verb", "status", "requests", "level", "operation id"], rows);
    }
}
