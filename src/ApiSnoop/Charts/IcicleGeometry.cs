using System.Collections.Immutable;

namespace ApiSnoop.Charts;

/// <summary>Columns from left to right; a slice's height is its share.</summary>
internal sealed class IcicleGeometry : ChartGeometry
{
    private const double Width = 800;
    private const double Height = 800;

    /// <inheritdoc/>
    public override string Name => "icicle";

    /// <inheritdoc/>
    public override Box Bounds => new(0, 0, Width, Height);

    /// <inheritdoc/>
    // Upright stripes go on from one row to the next.
    public override (string Element, string Attributes) Stripes =>
        ("linearGradient", "x1=\"0\" x2=\"8\" gradientUnits=\"userSpaceOnUse\" spreadMethod=\"repeat\"");

    /// <inheritdoc/>
    public override (double X, double Y, double Width) Hub(double edge) => (edge / 2, Height / 2, edge);

    /// <inheritdoc/>
    public override ImmutableArray<double> Edges(int height) => height switch
    {
        0 => [400, Width],
        1 => [190, Width],
        2 => [190, 420, Width],
        3 => [190, 270, 480, Width],
        _ => [.. Enumerable.Range(0, height + 1).Select(i => 190 + ((Width - 190) * i / height))],
    };

    /// <inheritdoc/>
    public override void WriteTransform(Svg svg, double start) =>
        svg.Raw("translate(0 ").Number(start * Height).Raw(")");

    /// <inheritdoc/>
    public override void WriteOutline(Svg svg, double share, double inner, double outer) => svg
        .Command('M', inner, 0).Command('H', outer).Command('V', share * Height).Command('H', inner).Raw("Z");

    /// <inheritdoc/>
    public override void WriteHub(Svg svg, double edge) => svg
        .Command('M', 0, 0).Command('H', edge - 4).Command('V', Height).Command('H', 0).Raw("Z");

    /// <inheritdoc/>
    public override void WriteSeparator(Svg svg, double at, double inner, double outer) =>
        svg.Command('M', inner, at * Height).Command('H', outer);

    /// <inheritdoc/>
    public override double Length(double share, double edge) => share * Height;

    /// <inheritdoc/>
    public override IEnumerable<LabelSpot> Spots(double start, double share, double inner, double outer, bool leaf)
    {
        var svg = new Svg().Raw("translate(").Number(inner + 10).Raw(" ").Number((start + (share / 2)) * Height).Raw(")");
        yield return new(outer - inner - 8, share * Height, svg.ToString(), "", "start", Whole: false);
    }
}
