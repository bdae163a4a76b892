using ApiSnoop.Coverage;

namespace ApiSnoop.Reports.Tables;

/// <summary>The e2e tests that made requests, with what they reach.</summary>
internal static class TestTable
{
    public static Table Make(ExportInput input)
    {
        var rows =
            from app in input.Apps
            let tests = CoverageCounter.Tests(app.Cube, app.Naming)
            let others = app.Manifest.TimedTests.GroupBy(t => t.Name).ToDictionary(g => g.Key, g => g.Sum(t => t.Others))
            from cells in app.Cube.Cells.Where(c => tests[c.Agent] is not null).GroupBy(c => tests[c.Agent]!.Name)
            let test = tests[cells.First().Agent]!
            orderby app.App, test.Name
            select new object?[]
            {
                app.App, test.Name, string.Join(' ', test.Tags.Select(t => $"[{t}]")),
                    CoverageCounter.IsConformance(test, app.ConformanceTests),
                cells.Select(c => app.Cube.Targets[c.Target].OperationId).OfType<string>().Distinct().Count(), cells.Sum(c => c.Requests),
                cells.Where(c => tests[c.Agent]!.IsByTime).Sum(c => c.Requests),
                others.TryGetValue(test.Name, out var beside) ? beside : null,
            };
        var table = Table.Of(
            ["app", "test", "tags", "conformance", "endpoints", "requests", "of them by time", "others in its time"], rows);
        return input.Apps.Any(a => !a.Manifest.TimedTests.IsEmpty) ? table : table.Without("of them by time", "others in its time");
    }
}
