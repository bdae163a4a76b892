using System.Globalization;

namespace ApiSnoop.Charts;

/// <summary>The SVG element around a chart; for a file of its own also the style, the title and the legend.</summary>
internal sealed class ChartFrame(ChartLayout layout, ChartOptions options)
{
    private const double Head = 64;
    private const double Foot = 64;

    /// <summary>Writes everything in front of the slices.</summary>
    public void WriteStart(Svg svg)
    {
        var title = options.Title.Length > 0 ? options.Title : "API endpoints by level and category";
        svg.Raw("<svg");
        if (options.Standalone)
            svg.Raw(" xmlns=\"http://www.w3.org/2000/svg\"");
        svg.Raw(" class=\"chart\" viewBox=\"");
        WriteViewBox(svg);
        svg.Raw("\"").Attribute("data-chart", layout.Geometry.Name).Attribute("data-edges", EdgesOfAllHeights());
        if (layout.Bleed > 0)
            svg.Raw(" data-bleed=\"").Raw(layout.Bleed.ToString("0.#####", CultureInfo.InvariantCulture)).Raw("\"");
        if (options.Href is not null)
            svg.Attribute("data-self", options.Href([.. layout.Chain.Skip(1).Select(slice => slice.Key)]));
        // A picture has no parts for a screen reader; a chart with links is a group of them.
        svg.Attribute("role", options.Href is null ? "img" : "group").Attribute("aria-label", Describe(title)).Raw(">");
        if (options.Standalone)
            WriteHead(svg, title);
    }

    /// <summary>Writes everything after the slices.</summary>
    public void WriteEnd(Svg svg)
    {
        if (options.Standalone)
            WriteFoot(svg);
        svg.Raw("</svg>");
    }

    private string EdgesOfAllHeights() => string.Join(
        ';',
        Enumerable.Range(0, layout.Height + 1).Select(height => string.Join(
            ' ',
            layout.Geometry.Edges(height).Select(edge => new Svg().Number(edge).ToString()))));

    private string Describe(string title) =>
        title + ": " + string.Join(", ", SliceWords.Lines(
            layout.Zoomed,
            [.. layout.Chain.Skip(1).Select(slice => slice.Label)],
            options.Meaning));

    private void WriteViewBox(Svg svg)
    {
        var box = layout.Geometry.Bounds;
        var (head, foot) = options.Standalone ? (Head, Foot) : (0, 0);
        svg.Number(box.X).Raw(" ").Number(box.Y - head).Raw(" ");
        svg.Number(box.Width).Raw(" ").Number(box.Height + head + foot);
    }

    private void WriteHead(Svg svg, string title)
    {
        var box = layout.Geometry.Bounds;
        svg.Raw("<title>").Text(SliceWords.Cut(title, 200)).Raw("</title><desc>").Text(Describe(title)).Raw("</desc>");
        svg.Raw("<style>").Raw(ChartStyle.Standalone).Raw("</style><rect class=\"paper\"");
        svg.Attribute("x", box.X).Attribute("y", box.Y - Head).Attribute("width", box.Width)
            .Attribute("height", box.Height + Head + Foot).Raw("/>");
        svg.Raw("<text class=\"heading\"").Attribute("x", box.X + (box.Width / 2)).Attribute("y", box.Y - 24)
            .Raw(" font-size=\"24\" text-anchor=\"middle\">").Text(SliceWords.Cut(title, 60)).Raw("</text>");
    }

    private void WriteFoot(Svg svg)
    {
        var box = layout.Geometry.Bounds;
        var entries = ChartLegend.States(layout.Zoomed, options);
        var widths = entries.Select(entry => 46 + (entry.Words.Length * 7.9)).ToList();
        var x = box.X + ((box.Width - widths.Sum()) / 2);
        svg.Raw($"<defs><linearGradient id=\"{options.IdPrefix}-l\" x1=\"0\" x2=\"6\" gradientUnits=\"userSpaceOnUse\" ")
            .Raw("spreadMethod=\"repeat\"><stop class=\"sample\" offset=\".5\"/><stop class=\"gap\" offset=\".62\"/>")
            .Raw("<stop class=\"gap\" offset=\".9\"/><stop class=\"sample\" offset=\"1\"/></linearGradient></defs>");
        for (var i = 0; i < entries.Length; x += widths[i], i++)
            WriteEntry(svg, entries[i], x, box.Y + box.Height + 34);
    }

    private void WriteEntry(Svg svg, ChartLegend.Entry entry, double x, double y)
    {
        svg.Raw("<g class=\"").Raw(entry.Swatch).Raw("\"");
        if (entry.Swatch == "tested")
            svg.Raw($" fill=\"url(#{options.IdPrefix}-l)\"");
        svg.Raw("><rect width=\"18\" height=\"18\" rx=\"3\"").Attribute("x", x).Attribute("y", y - 14).Raw("/></g>");
        svg.Raw("<text class=\"key\" font-size=\"16\"").Attribute("x", x + 25).Attribute("y", y).Raw(">")
            .Text(entry.Words).Raw("</text>");
    }
}
