using ApiSnoop.Catalog;
using ApiSnoop.Coverage;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Reports.Endpoints;

/// <summary>Everything known of each endpoint, a row for each app and endpoint or, for several apps, summed.</summary>
internal static class EndpointTable
{
    public static Table Make(ExportInput input)
    {
        var rows =
            from sum in EndpointSum.Of(input.Apps)
            let operation = sum.Operation
            orderby operation.Level, operation.Category, operation.Path, operation.Method.Text()
            let uses = input.Apps.Select(a => (a.App, Use: Find(a, operation.Id))).Where(u => u.Use is { Hit: true }).ToList()
            let tests = uses.SelectMany(u => u.Use!.Tests).Distinct().Count()
            select new object?[]
            {
                operation.Id, operation.Level.Text(), operation.Category, operation.Method.Text(), operation.Path, operation.Group,
                operation.Version, operation.Kind, operation.Action, operation.Deprecated, sum.Requests,
                uses.Count > 0, tests, uses.Count == 0 ? 0 : uses.Max(u => u.Use!.ConformanceTests),
                uses.Sum(u => u.Use!.Agents), sum.Apps, string.Join(' ', uses.Select(u => u.App)),
            };
        return Table.Of(
            [
                "operation id", "level", "category", "method", "path", "group", "version", "kind", "action", "deprecated", "requests",
                "hit", "tests", "conformance tests", "user agents", "apps", "app names",
            ],
            rows);
    }

    static EndpointUse? Find(AppCoverage app, string operationId) =>
        app.Release.IndexOf(operationId) is >= 0 and var i && i < app.Coverage.Endpoints.Length
            && app.Coverage.Endpoints[i].Operation.Id == operationId
            ? app.Coverage.Endpoints[i]
            : app.Coverage.Endpoints.FirstOrDefault(e => e.Operation.Id == operationId);
}
