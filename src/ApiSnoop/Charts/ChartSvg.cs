namespace ApiSnoop.Charts;

/// <summary>
/// Draws a tree of slices as SVG. Within a page every slice is a link, so the chart works without any script;
/// <c>chart.js</c> adds motion from the nesting of the groups and the few <c>data-</c> attributes.
/// </summary>
public static class ChartSvg
{
    /// <summary>Writes the chart.</summary>
    public static void Write(TextWriter writer, Slice root, ChartOptions options) =>
        writer.Write(ToText(root, options));

    /// <summary>The chart as text.</summary>
    public static string ToText(Slice root, ChartOptions options)
    {
        var layout = ChartLayout.Of(root, options);
        var svg = new Svg();
        var frame = new ChartFrame(layout, options);
        var slices = new SliceMarkup(layout, options);
        var labels = new LabelMarkup(layout, options);
        var body = new Svg();
        slices.Write(body);
        labels.Write(body);
        new HubMarkup(layout, options).Write(body);

        frame.WriteStart(svg);
        svg.Raw("<defs>");
        slices.WriteStripes(svg);
        labels.WriteBaselines(svg);
        svg.Raw("</defs>").Raw(body.ToString());
        frame.WriteEnd(svg);
        return svg.ToString();
    }
}
