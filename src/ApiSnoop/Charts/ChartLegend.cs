using System.Collections.Immutable;

namespace ApiSnoop.Charts;

/// <summary>The legend of a chart, as HTML: the states that occur, the levels, and the categories with their colours.</summary>
public static class ChartLegend
{
    /// <summary>A state that occurs in a chart.</summary>
    /// <param name="Swatch">The class of its sample.</param>
    /// <param name="Words">What it is called.</param>
    /// <param name="Count">How many endpoints are in it.</param>
    internal readonly record struct Entry(string Swatch, string Words, int Count);

    /// <summary>The legend of the part of the tree that the options zoom to, as a list for <c>site.css</c>.</summary>
    public static string ToHtml(Slice root, ChartOptions options)
    {
        var layout = ChartLayout.Of(root, options);
        var html = new Svg();
        html.Raw("<ul class=\"legend\">");
        foreach (var entry in States(layout.Zoomed, options))
        {
            html.Raw($"<li><span class=\"swatch {entry.Swatch}\"></span>").Text(entry.Words)
                .Raw(" <b>").Text(Figures.Count(entry.Count)).Raw("</b></li>");
        }
        html.Raw("</ul>");
        WriteCategories(html, layout);
        return html.ToString();
    }

    /// <summary>The states that occur under a slice, best first.</summary>
    internal static ImmutableArray<Entry> States(Slice slice, ChartOptions options) =>
    [
        .. SliceTree.Leaves(slice)
            .GroupBy(leaf => Swatch(leaf.State, options.Meaning))
            .OrderByDescending(group => group.Max(leaf => leaf.State))
            .Select(group => new Entry(
                group.Key,
                SliceWords.Of(group.First().State, options.Meaning),
                group.Sum(leaf => Math.Max(1, leaf.Total)))),
    ];

    private static string Swatch(SliceState state, ChartMeaning meaning) => (meaning, state) switch
    {
        (_, SliceState.Untested) => "untested",
        (ChartMeaning.AppUsage, _) => "full",
        (_, SliceState.Hit) => "hit",
        (_, SliceState.Tested) => "tested",
        _ => "full",
    };

    private static void WriteCategories(Svg html, ChartLayout layout)
    {
        // Colours of the rings between the hub and the endpoints, each name once.
        var groups = layout.All().Where(placed => !placed.IsLeaf).OrderBy(placed => placed.Ring).DistinctBy(placed => placed.Slice.Key)
            .ToList();
        if (groups.Count == 0)
            return;
        html.Raw("<ul class=\"legend colours\">");
        foreach (var placed in groups)
        {
            html.Raw("<li><svg class=\"swatch\" viewBox=\"0 0 1 1\" aria-hidden=\"true\"><path d=\"M0 0h1v1H0z\"")
                .Attribute("fill", placed.Colour.ToString()).Raw("/></svg>")
                .Text(SliceWords.Cut(placed.Slice.Label, 40)).Raw("</li>");
        }
        html.Raw("</ul>");
    }
}
