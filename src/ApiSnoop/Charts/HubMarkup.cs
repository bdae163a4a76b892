namespace ApiSnoop.Charts;

/// <summary>The middle of a chart: the figures of the zoomed slice, and the link one step up.</summary>
internal sealed class HubMarkup(ChartLayout layout, ChartOptions options)
{
    private const double Leading = 1.28;

    /// <summary>Writes the hub.</summary>
    public void Write(Svg svg)
    {
        var isLink = options.Href is not null && layout.Chain.Length > 1;
        svg.Raw(isLink ? "<a" : "<g").Raw(" class=\"hub\" text-anchor=\"middle\"");
        if (isLink)
            WriteHref(svg);
        svg.Raw(">");
        if (isLink)
            WriteTitle(svg);
        svg.Raw("<path d=\"");
        layout.Geometry.WriteHub(svg, layout.Edges[0]);
        svg.Raw("\"/>");
        WriteLines(svg);
        svg.Raw(isLink ? "</a>" : "</g>");
    }

    private void WriteHref(Svg svg) =>
        svg.Attribute("href", options.Href!([.. layout.Chain.Skip(1).SkipLast(1).Select(slice => slice.Key)]));

    // Not an aria-label: that would have to repeat the figures that are seen in the link.
    private void WriteTitle(Svg svg)
    {
        var parent = layout.Chain.Length > 2 ? layout.Chain[^2].Label : "everything";
        svg.Raw("<title>").Text("Up to " + SliceWords.Cut(parent, 80)).Raw("</title>");
    }

    private void WriteLines(Svg svg)
    {
        var (x, y, width) = layout.Geometry.Hub(layout.Edges[0]);
        var lines = HubWords.Lines(layout, options);
        var sizes = lines.Select(line => HubWords.FitSize(line, width)).ToList();
        var top = y - (sizes.Sum() * Leading / 2);
        for (var i = 0; i < lines.Length; i++)
        {
            var baseline = top + (sizes[i] * 0.95);
            top += sizes[i] * Leading;
            svg.Raw("<text").Attribute("x", x).Attribute("y", baseline).Attribute("font-size", Math.Round(sizes[i], 1));
            if (lines[i].Class.Length > 0)
                svg.Attribute("class", lines[i].Class);
            svg.Raw(">").Text(lines[i].Text).Raw("</text>");
        }
    }
}
