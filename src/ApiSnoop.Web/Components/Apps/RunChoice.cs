using ApiSnoop.Recording;
using ApiSnoop.Web.Components.Tables;

namespace ApiSnoop.Web.Components.Apps;

/// <summary>Which test run a page judges by: the one that the address names, else the usual one.</summary>
internal static class RunChoice
{
    /// <summary>The name of the query's parameter.</summary>
    public const string Parameter = "run";

    /// <summary>The name that the address gives, or null.</summary>
    public static string? Named(HttpContext? context) =>
        context is null ? null
        : PageAddress.QueryOf(context.Request).FirstOrDefault(q => q.Key == Parameter && q.Value.Length > 0).Value;

    /// <summary>The run; null when there is none, or none of that name.</summary>
    public static Manifest? Of(HttpContext? context, RecordingShelf shelf) =>
        TestRuns.Chosen(shelf.Store.Manifests(), Named(context));

    /// <summary>
    /// The run that a page shows: where there is none of that name the usual one, as the page says that it shows what the rest of its
    /// address means. Null when there is none at all.
    /// </summary>
    public static Manifest? Shown(HttpContext? context, RecordingShelf shelf) =>
        Of(context, shelf) ?? TestRuns.Chosen(shelf.Store.Manifests());
}
