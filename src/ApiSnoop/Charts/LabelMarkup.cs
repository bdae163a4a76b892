namespace ApiSnoop.Charts;

/// <summary>What lies over the slices and lets the pointer through: the lines between groups, and the labels.</summary>
internal sealed class LabelMarkup(ChartLayout layout, ChartOptions options)
{
    private readonly List<string> _baselines = [];

    /// <summary>Writes the lines and the labels.</summary>
    public void Write(Svg svg)
    {
        svg.Raw("<g class=\"labels\" text-anchor=\"middle\">");
        foreach (var ring in Enumerable.Range(1, Math.Max(0, layout.Height - 1)))
            WriteSeparators(svg, [.. layout.All().Where(placed => placed.Ring == ring && !placed.IsLeaf)]);
        foreach (var placed in layout.All())
        {
            if (ChartLabel.For(placed, layout) is { } label)
                WriteLabel(svg, label, placed);
        }
        svg.Raw("</g>");
    }

    /// <summary>Writes the bent lines that the labels written before stand on.</summary>
    public void WriteBaselines(Svg svg)
    {
        for (var i = 0; i < _baselines.Count; i++)
            svg.Raw("<path").Attribute("id", BaselineId(i)).Attribute("d", _baselines[i]).Raw("/>");
    }

    private void WriteSeparators(Svg svg, List<PlacedSlice> ring)
    {
        for (var i = 0; i < ring.Count && ring.Count > 1; i++)
        {
            var (before, after) = (ring[(i + ring.Count - 1) % ring.Count], ring[i]);
            var inner = layout.Edges[after.Ring - 1];
            var room = layout.Geometry.Length(Math.Min(before.Share, after.Share), layout.Edges[^1]);
            var width = Math.Min(after.Ring == 1 && layout.Height == 3 ? 3.5 : 2, 0.3 * room);
            svg.Raw("<path").Attribute("stroke-width", width).Raw(" d=\"");
            layout.Geometry.WriteSeparator(svg, after.Start, inner, layout.Edges[^1]);
            svg.Raw("\"/>");
        }
    }

    private void WriteLabel(Svg svg, ChartLabel label, PlacedSlice placed)
    {
        svg.Raw("<text").Attribute("font-size", Math.Round(label.Size, 1));
        WriteInk(svg, label, placed);
        if (label.Spot.Anchor != "middle")
            svg.Attribute("text-anchor", label.Spot.Anchor);
        if (label.Spot.Baseline.Length > 0)
            WriteBent(svg, label);
        else
            svg.Attribute("transform", label.Spot.Transform).Raw(" dy=\".35em\">").Text(label.Text).Raw("</text>");
    }

    private void WriteBent(Svg svg, ChartLabel label)
    {
        var id = BaselineId(_baselines.Count);
        _baselines.Add(label.Spot.Baseline);
        svg.Raw(" dy=\".35em\"><textPath").Attribute("href", "#" + id).Raw(" startOffset=\"50%\">")
            .Text(label.Text).Raw("</textPath></text>");
    }

    // Grey and striped slices follow the theme, so their labels do too; a full colour decides for itself.
    private void WriteInk(Svg svg, ChartLabel label, PlacedSlice placed)
    {
        var roomy = label.Roomy ? " roomy" : "";
        if (!IsFull(placed))
            svg.Attribute("class", "ink" + roomy);
        else if (label.Roomy)
            svg.Attribute("class", "roomy").Attribute("fill", ChartPalette.TextOn(placed.Colour).ToString());
        else
            svg.Attribute("fill", ChartPalette.TextOn(placed.Colour).ToString());
    }

    private bool IsFull(PlacedSlice placed) => !placed.IsLeaf || placed.Slice.State switch
    {
        SliceState.ConformanceTested => true,
        SliceState.Untested => false,
        _ => options.Meaning == ChartMeaning.AppUsage,
    };

    private string BaselineId(int index) => options.IdPrefix + "-t" + index;
}
