using System.Text.Json.Nodes;
using ApiSnoop.Reports;
using ApiSnoop.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ApiSnoop.Web.Api;

/// <summary>The five addresses of 2018: arrays of arrays, the first one the names of the columns.</summary>
internal static class StatsApi
{
    static readonly (string Address, string Exporter)[] s_stats =
    [
        ("summary", "app-usage-summary"), ("categories", "app-usage-categories"), ("endpoints", "app-usage-endpoints"), ("conformance", "coverage-spreadsheet"),
    ];

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/apps", (RecordingShelf shelf) => TypedResults.Ok<string[]>([.. shelf.Store.Manifests().Select(m => m.App)]))
            .Says("As in 2018", "The names of the apps, sorted.");
        foreach (var (address, exporter) in s_stats)
        {
            api.MapGet("/stats/" + address, (HttpContext http, RecordingShelf shelf, AnswerCache answers) => Stats(http, shelf, answers, exporter))
                .Filtered().Over("appname")
                .Says("As in 2018", $"The rows of the exporter {exporter} as arrays, the first one the header; of one app (appname) or of all.");
        }
    }

    static Ok<JsonArray> Stats(HttpContext http, RecordingShelf shelf, AnswerCache answers, string exporter)
    {
        var query = new ApiQuery(http, shelf, answers);
        var (apps, filter) = (query.Named("appname"), query.Filter);
        // The imported spreadsheet may change without a load, so this one table is not kept.
        var table = exporter == "coverage-spreadsheet"
            ? Make(query, apps, exporter)
            : answers.Get("2018 " + exporter, apps, filter, () => Make(query, apps, exporter));
        return TypedResults.Ok(TableJson.Arrays(table));
    }

    static Table Make(ApiQuery query, IReadOnlyList<string> apps, string exporter) =>
        Exporters.Find(exporter)!.Make(new ExportInput(query.Coverages(apps), CoverageSheetFile.Read(query.Shelf.Store)));
}
