using System.Collections.Immutable;
using ApiSnoop.Reports.Clusters;
using ApiSnoop.Reports.Endpoints;
using ApiSnoop.Web.Components.Apps;
using ApiSnoop.Web.Components.Filters;
using ApiSnoop.Web.Components.Tables;

namespace ApiSnoop.Web.Addresses;

/// <summary>
/// What an address asks for that means nothing: an app that there is not, a name with a typing error. A page that answered with
/// everything would be taken for the answer.
/// </summary>
internal static class AddressTrouble
{
    static readonly ImmutableArray<string> s_names =
    [
        .. PageFilter.Names, AppChoice.Parameter, RunChoice.Parameter, EndpointPreset.Parameter, "a", "b", "show", "q", "view",
            "deprecated",
        "all", "discovery", "noise", "unused", "tests", "reason", "removed-in", "release", "calls", "sort", "dir", "rows", "name",
        "name" + TextKey.Hashed,
        "agent", "agent" + TextKey.Hashed, PageTables.Format, PageTables.Chosen,
    ];

    static readonly ImmutableArray<string> s_views = ["sunburst", "icicle", "table"];

    static readonly ImmutableArray<string> s_changes = ["all", "added", "removed", "changed", "same"];

    /// <summary>The troubles, each a sentence and whether it is that something is not there.</summary>
    public static IEnumerable<(bool IsMissing, string Words)> Of(HttpContext context, RecordingShelf shelf)
    {
        var apps = shelf.Store.Manifests().Select(m => m.App).ToList();
        foreach (var (name, value) in PageAddress.QueryOf(context.Request))
        {
            if (value.Length > 0 && Trouble(name, value, apps) is { } words)
                yield return (name is AppChoice.Parameter or RunChoice.Parameter, words);
        }

        if (RunChoice.Named(context) is { } run && apps.Contains(run) && RunChoice.Of(context, shelf) is null)
            yield return (true, $"{Short(run)} is no test run.");
    }

    static string? Trouble(string name, string value, List<string> apps) => name switch
    {
        AppChoice.Parameter => NamedRecordings.Of(value, apps).Count > 0 ? null : $"There is no app {Short(value)}.",
        RunChoice.Parameter => apps.Contains(value) ? null : $"There is no app {Short(value)}.",
        EndpointPreset.Parameter => EndpointPreset.Find(value) is not null
            ? null : $"There is no preset {Short(value)}: there are {string.Join(", ", EndpointPreset.All.Select(p => p.Key))}.",
        "view" => Known(s_views, "view", value),
        "show" => Known(s_changes, "kind of change", value),
        _ when s_names.Contains(BeforeDot(name)) => null,
        _ => $"Nothing is called {Short(name)} in an address here{Nearest(name)}.",
    };

    static string? Known(ImmutableArray<string> known, string what, string value) =>
        known.Contains(value) ? null : $"There is no {what} {Short(value)}: there are {string.Join(", ", known)}.";

    /// <summary>The tables of a page are told apart by a dot and an id.</summary>
    static string BeforeDot(string name) => name.Split('.')[0] is var table && (table is "sort" or "dir" or "rows") ? table : name;

    static string Nearest(string name)
    {
        var (nearest, distance) = s_names.Select(n => (Name: n, Distance: Distance(n, name))).MinBy(n => n.Distance);
        return distance <= Math.Max(2, name.Length / 3) ? $"; {nearest} is" : "";
    }

    /// <summary>How many letters must change, come or go (Levenshtein).</summary>
    static int Distance(string a, string b)
    {
        if (b.Length > 40) return int.MaxValue;
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var (diagonal, left) = (row[0], i);
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                left = Math.Min(Math.Min(left, row[j]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                (diagonal, row[j]) = (row[j], left);
            }
        }

        return row[^1];
    }

    static string Short(string text) => SafeText.Cut(SafeText.Of(text), 60);
}
