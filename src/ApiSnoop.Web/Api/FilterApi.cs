using ApiSnoop.Reports;
using ApiSnoop.Web.Components.Filters;
using ApiSnoop.Web.Components.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ApiSnoop.Web.Api;

/// <summary>What a filter keeps, before it is applied.</summary>
internal static class FilterApi
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/filter-preview", Preview);

    static FilterCount Preview(HttpContext context, RecordingShelf shelf, string[]? app)
    {
        var recordings = Recordings(shelf, app ?? []);
        return FilterCount.Of(recordings, PageFilter.Of(PageAddress.QueryOf(context.Request)));
    }

    static List<OpenRecording> Recordings(RecordingShelf shelf, string[] apps) =>
        [.. (apps.Length == 0 ? shelf.Store.Manifests().Select(m => m.App) : apps).Select(shelf.Open).OfType<OpenRecording>()];
}
