using ApiSnoop.Reports.Clusters;
using ApiSnoop.Web.Components.Tables;

namespace ApiSnoop.Web.Components.Apps;

/// <summary>
/// Which apps a page over several recordings looks at: those that the address names, else all; a <c>*</c> stands for any text.
/// </summary>
internal static class AppChoice
{
    /// <summary>The name of the query's parameter.</summary>
    public const string Parameter = "app";

    /// <summary>The chosen apps that there are, sorted by name.</summary>
    public static IReadOnlyList<string> Of(HttpContext? context, RecordingShelf shelf)
    {
        var all = shelf.Store.Manifests().Select(m => m.App).ToList();
        if (context is null) return all;
        var chosen = PageAddress.QueryOf(context.Request).Where(q => q.Key == Parameter && q.Value.Length > 0).ToList();
        var named = chosen.SelectMany(q => NamedRecordings.Of(q.Value, all)).ToHashSet(StringComparer.Ordinal);
        return chosen.Count == 0 ? all : [.. all.Where(named.Contains)];
    }
}
