using System.Collections.Immutable;
using ApiSnoop.Filtering;
using ApiSnoop.Web.Components.Filters;
using ApiSnoop.Web.Components.Tables;

namespace ApiSnoop.Web.Addresses;

/// <summary>
/// What a page shows, as its address says: there is no other state. Every link of a page is its state with one thing
/// changed, so that filters survive a zoom, a zoom survives sorting, and any view can be passed on.
/// </summary>
public sealed record PageState
{
    /// <summary>Switches that a page may have, each absent or <c>true</c> in the address.</summary>
    static readonly ImmutableArray<string> s_switches = ["deprecated", "all", "discovery"];

    /// <summary>The path of the page before any zoom, such as <c>/e2e</c>.</summary>
    public required string Root { get; init; }

    /// <summary>The keys down to the slice that fills the chart.</summary>
    public ImmutableArray<string> Zoom { get; init; } = [];

    /// <summary>Which requests are looked at.</summary>
    public RecordingFilter Filter { get; init; } = RecordingFilter.All;

    /// <summary>Parts of the filter that could not be understood and were left out, in words.</summary>
    public ImmutableArray<string> Errors { get; init; } = [];

    /// <summary>The filter as the filter bar wants it.</summary>
    public PageFilter Asked => new(Filter, Errors) { Rejected = Rejected };

    /// <summary>Those parts as they were written.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Rejected { get; init; } = [];

    /// <summary>How the tree is shown.</summary>
    public ViewKind View { get; init; }

    /// <summary>How the page's tables are sorted: names and values that <see cref="TableOrder"/> reads.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Order { get; init; } = [];

    /// <summary>The switches that are on.</summary>
    public ImmutableArray<string> On { get; init; } = [];

    /// <summary>What else the page has in its address, such as the two apps that are compared.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Own { get; init; } = [];

    /// <summary>Whether deprecated endpoints are shown.</summary>
    public bool Deprecated => Has("deprecated");

    /// <summary>Reads the state from an address.</summary>
    /// <param name="root">The path of the page before any zoom.</param>
    /// <param name="zoom">The segments after it; null ones are absent.</param>
    /// <param name="query">The query.</param>
    /// <param name="own">Names in the query that belong to the page alone.</param>
    public static PageState Of(string root, IEnumerable<string?> zoom, IQueryCollection query, params ReadOnlySpan<string> own)
    {
        // A form sends its empty fields too; who looks for an absent user agent writes "".
        var values = query.SelectMany(q => q.Value.Select(v => KeyValuePair.Create(q.Key, v ?? ""))).Where(q => q.Value.Length > 0)
            .ToList();
        var asked = PageFilter.Of(values);
        var names = own.ToArray();
        return new PageState
        {
            Root = root,
            Zoom = [.. zoom.OfType<string>().Where(s => s.Length > 0).Select(PathSegment.Unescape)],
            Filter = asked.Filter,
            Errors = asked.Errors,
            Rejected = asked.Rejected,
            View = query["view"].ToString() switch { "icicle" => ViewKind.Icicle, "table" => ViewKind.Table, _ => ViewKind.Sunburst },
            Order = [.. values.Where(v => TableOrder.IsPartOf(v.Key))],
            On = [.. s_switches.Where(s => query[s] == "true")],
            Own = [.. values.Where(v => names.Contains(v.Key))],
        };
    }

    /// <summary>Whether a switch is on.</summary>
    public bool Has(string name) => On.Contains(name);

    /// <summary>The state with a switch turned over.</summary>
    public PageState Toggled(string name) => this with { On = Has(name) ? On.Remove(name) : On.Add(name) };

    /// <summary>The path with the zoom.</summary>
    public string Path => Zoom.IsEmpty ? Root : $"{Root}/{string.Join('/', Zoom.Select(PathSegment.Escape))}";

    /// <summary>The one address of this state.</summary>
    public string Link => RecordingLinks.With(Path, Query());

    /// <summary>The address of the state zoomed to another slice.</summary>
    public string LinkTo(IEnumerable<string> zoom) => (this with { Zoom = [.. zoom] }).Link;

    /// <summary>The query of the filter and of everything else, in a fixed order.</summary>
    public IEnumerable<KeyValuePair<string, string>> Query()
    {
        foreach (var own in Own) yield return own;
        if (View != ViewKind.Sunburst) yield return new("view", View == ViewKind.Icicle ? "icicle" : "table");
        foreach (var name in s_switches.Where(Has)) yield return new(name, "true");
        foreach (var part in Filter.ToQuery()) yield return part;
        foreach (var part in Order) yield return part;
    }
}
