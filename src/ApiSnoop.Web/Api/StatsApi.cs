using ApiSnoop.Reports.Tables;
using ApiSnoop.Reports.Usage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ApiSnoop.Web.Api;

/// <summary>The five addresses of 2018: arrays of arrays, the first one the names of the columns.</summary>
internal static class StatsApi
{
    static readonly (string Address, string Exporter)[] s_stats =
    [
        ("summary", "app-usage-summary"), ("categories", "app-usage-categories"), ("endpoints", "app-usage-endpoints"),
            ("conformance", "coverage-spreadsheet"),
    ];

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/apps", (RecordingShelf shelf) => TypedResults.Ok<string[]>([.. shelf.Store.Manifests().Select(m => m.App)]))
            .Says("As in 2018", "The names of the apps, sorted.");
        foreach (var (address, exporter) in s_stats)
        {
            api.MapGet("/stats/" + address, (ApiQuery query) => Stats(query, exporter))
                .Filtered().Over("appname")
                .Says("As in 2018",
                    $"The rows of the exporter {exporter} as arrays, the first one the header; of one app (appname) or of all.");
        }
    }

    static Ok<object?[][]> Stats(ApiQuery query, string exporter)
    {
        var (apps, filter) = (query.Named("appname"), query.Filter);
        return TypedResults.Ok(TableJson.Arrays(query.Answers.Get("2018 " + exporter, apps, filter, () => Make(query, apps, exporter))));
    }

    static Table Make(ApiQuery query, IReadOnlyList<string> apps, string exporter) =>
        Exporters.Find(exporter)!.Make(
            new ExportInput(query.Coverages(apps), CoverageSheetFile.Read(query.Shelf.Store), query.Shelf.TestRun(query.Filter)));
}
