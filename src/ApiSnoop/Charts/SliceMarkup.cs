namespace ApiSnoop.Charts;

/// <summary>The slices of a chart, as groups nested like the tree: each group's first element is its own slice.</summary>
internal sealed class SliceMarkup(ChartLayout layout, ChartOptions options)
{
    private const double Gap = 1.6;

    private readonly Dictionary<Rgb, string> _stripes = [];
    private readonly List<string> _keys = [.. layout.Chain.Skip(1).Select(slice => slice.Key)];
    private readonly List<string> _labels = [.. layout.Chain.Skip(1).Select(slice => slice.Label)];
    private readonly string _element = options.Href is null ? "g" : "a";

    /// <summary>Writes all slices.</summary>
    public void Write(Svg svg)
    {
        svg.Raw("<g class=\"slices\"")
            .Attribute("stroke-width", layout.Bleed > 0 ? 0 : GapFor(1.0 / layout.Weight, layout.Height));
        if (layout.Height <= 1)
            svg.Attribute("fill", layout.Rings.FirstOrDefault()?.Colour.ToString() ?? "none");
        svg.Raw(">");
        foreach (var placed in layout.Rings)
            WriteNode(svg, placed, ownPath: layout.Height > 0);
        svg.Raw("</g>");
    }

    /// <summary>Writes the stripes that the slices written before refer to.</summary>
    public void WriteStripes(Svg svg)
    {
        var (element, attributes) = layout.Geometry.Stripes;
        foreach (var (colour, id) in _stripes)
        {
            // The second stop pair leaves a hair's breadth of blend, which is what smooths the edge of a stripe.
            svg.Raw("<").Raw(element).Attribute("id", id).Raw(" ").Raw(attributes).Raw(">")
                .Raw($"<stop stop-color=\"{colour}\" offset=\".56\"/><stop class=\"gap\" offset=\".66\"/>")
                .Raw($"<stop class=\"gap\" offset=\".9\"/><stop stop-color=\"{colour}\" offset=\"1\"/>")
                .Raw("</").Raw(element).Raw(">");
        }
    }

    private void WriteNode(Svg svg, PlacedSlice placed, bool ownPath = true)
    {
        if (ownPath)
        {
            _keys.Add(placed.Slice.Key);
            _labels.Add(placed.Slice.Label);
        }
        if (placed.IsLeaf)
            WriteSlice(svg, placed);
        else
            WriteGroup(svg, placed);
        if (ownPath)
        {
            _keys.RemoveAt(_keys.Count - 1);
            _labels.RemoveAt(_labels.Count - 1);
        }
    }

    private void WriteGroup(Svg svg, PlacedSlice placed)
    {
        svg.Raw("<g").Attribute("fill", placed.Colour.ToString()).Raw(">");
        WriteSlice(svg, placed);
        foreach (var child in placed.Children)
            WriteNode(svg, child);
        svg.Raw("</g>\n");
    }

    private void WriteSlice(Svg svg, PlacedSlice placed)
    {
        svg.Raw("<").Raw(_element);
        if (options.Href is not null)
            svg.Attribute("href", options.Href(_keys)).Raw(" tabindex=\"-1\"");
        if (placed.IsLeaf)
            WriteState(svg, placed);
        else
            svg.Attribute("stroke-width", GapFor(placed.Share, placed.Ring));
        if (placed.IsLeaf && placed.Slice.Total > 1)
            svg.Attribute("data-n", placed.Slice.Total);
        svg.Raw(">");
        WritePath(svg, placed);
        svg.Raw("<title>").Text(string.Join('\n', SliceWords.Lines(placed.Slice, _labels, options.Meaning)))
            .Raw("</title></").Raw(_element).Raw(">");
    }

    private void WriteState(Svg svg, PlacedSlice placed)
    {
        if (placed.Slice.State == SliceState.Untested)
            svg.Raw(" class=\"u\"");
        else if (options.Meaning == ChartMeaning.TestCoverage && placed.Slice.State == SliceState.Hit)
            svg.Raw(" class=\"h\"");
        else if (options.Meaning == ChartMeaning.TestCoverage && placed.Slice.State == SliceState.Tested)
            svg.Raw(" fill=\"url(#").Raw(StripesOf(placed.Colour)).Raw(")\"");
    }

    private void WritePath(Svg svg, PlacedSlice placed)
    {
        // An endpoint reaches the rim even where its neighbours lie deeper.
        var outer = placed.IsLeaf ? layout.Edges[^1] : layout.Edges[placed.Ring];
        var share = placed.IsLeaf ? Math.Min(1 - placed.Start, placed.Share + layout.Bleed) : placed.Share;
        svg.Raw("<path d=\"");
        layout.Geometry.WriteOutline(svg, share, layout.Edges[placed.Ring - 1], outer);
        svg.Raw("\" transform=\"");
        layout.Geometry.WriteTransform(svg, placed.Start);
        svg.Raw("\"/>");
    }

    private string StripesOf(Rgb colour)
    {
        if (!_stripes.TryGetValue(colour, out var id))
            _stripes.Add(colour, id = options.IdPrefix + "-s" + _stripes.Count);
        return id;
    }

    // A gap as wide as the slice would leave nothing of it.
    private double GapFor(double share, int ring) =>
        Math.Min(Gap, 0.13 * layout.Geometry.Length(share, layout.Edges[Math.Max(0, ring - 1)]));
}
