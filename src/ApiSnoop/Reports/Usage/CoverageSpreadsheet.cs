using ApiSnoop.Catalog;
using ApiSnoop.Reports.Endpoints;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Reports.Usage;

/// <summary>The table that conformance engineers kept in a spreadsheet: every endpoint, who uses it, what is known of its tests.</summary>
internal static class CoverageSpreadsheet
{
    public static Table Make(ExportInput input)
    {
        var requests = input.Apps.Select(a => a.Coverage.Endpoints.ToDictionary(e => e.Operation.Id, e => e.Requests)).ToList();
        Func<Operation, SheetRow?, string> conforms = input.Sheet.Rows.Any()
            ? (_, sheet) => sheet?.Conforms ?? ""
            : ShippedConformance.Of(input.TestRun, input.Lists);
        var rows =
            from endpoint in EndpointSum.Of(input.Apps)
            let operation = endpoint.Operation
            let sheet = input.Sheet.Find(operation)
            orderby endpoint.Apps descending, operation.Level, operation.Path, operation.Method.Text()
            select (object?[])
            [
                operation.Level.Text(), operation.Category, operation.Method.Text(), operation.Path, conforms(operation, sheet),
                    endpoint.Apps,
                .. requests.Select(r => (object?)r.GetValueOrDefault(operation.Id)),
                sheet?.Questions ?? "", sheet?.TestFile ?? "", operation.Id, operation.Deprecated,
            ];
        return Table.Of(
            ["level", "category", "method", "url", "conforms", "apps using it", .. input.Apps.Select(a => a.App), "questions", "test file",
                "operation id", "deprecated"],
            rows);
    }
}
