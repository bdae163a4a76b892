using System.Collections.Immutable;

namespace ApiSnoop.Charts;

/// <summary>Rings around the origin, clockwise from twelve o'clock.</summary>
internal sealed class SunburstGeometry : ChartGeometry
{
    private const double Rim = 392;

    /// <inheritdoc/>
    public override string Name => "sunburst";

    /// <inheritdoc/>
    public override Box Bounds => new(-400, -400, 800, 800);

    /// <inheritdoc/>
    // Circles around the origin look the same from every slice, so the stripes of neighbours join into one band.
    public override (string Element, string Attributes) Stripes =>
        ("radialGradient", "cx=\"0\" cy=\"0\" r=\"8\" gradientUnits=\"userSpaceOnUse\" spreadMethod=\"repeat\"");

    /// <inheritdoc/>
    public override (double X, double Y, double Width) Hub(double edge) => (0, 0, 2 * edge);

    /// <inheritdoc/>
    // Inner rings are thin and the endpoints' ring is wide: roughly the areas of a ring for each, with the hub kept
    // large enough for its figures.
    public override ImmutableArray<double> Edges(int height) => height switch
    {
        0 => [262, Rim],
        1 => [170, Rim],
        2 => [150, 262, Rim],
        3 => [138, 184, 292, Rim],
        _ => [.. Enumerable.Range(0, height + 1).Select(i => Math.Sqrt(19044 + (((Rim * Rim) - 19044) * i / height)))],
    };

    /// <inheritdoc/>
    public override void WriteTransform(Svg svg, double start) =>
        svg.Raw("rotate(").Number(start * 360).Raw(")");

    /// <inheritdoc/>
    public override void WriteOutline(Svg svg, double share, double inner, double outer)
    {
        if (share > 0.99999)
        {
            WriteCircle(svg, outer, 1);
            WriteCircle(svg, inner, 0);
            return;
        }
        var (sin, cos) = Math.SinCos(share * Math.Tau);
        double large = share > 0.5 ? 1 : 0;
        svg.Command('M', 0, -outer).Command('A', outer, outer, 0, large, 1, outer * sin, -outer * cos);
        svg.Command('L', inner * sin, -inner * cos).Command('A', inner, inner, 0, large, 0, 0, -inner).Raw("Z");
    }

    /// <inheritdoc/>
    public override void WriteHub(Svg svg, double edge) => WriteCircle(svg, edge - 4, 1);

    /// <inheritdoc/>
    public override void WriteSeparator(Svg svg, double at, double inner, double outer)
    {
        var (sin, cos) = Math.SinCos(at * Math.Tau);
        svg.Command('M', inner * sin, -inner * cos).Command('L', outer * sin, -outer * cos);
    }

    /// <inheritdoc/>
    public override double Length(double share, double edge) => share * Math.Tau * edge;

    /// <inheritdoc/>
    public override IEnumerable<LabelSpot> Spots(double start, double share, double inner, double outer, bool leaf)
    {
        var middle = (start + (share / 2)) * 360;
        if (!leaf)
            yield return Bent(start, share, (inner + outer) / 2, outer - inner);
        yield return Straight(middle, Length(share, leaf ? inner : (inner + outer) / 2), inner, outer, leaf);
    }

    // Text on the lower half would stand on its head, so there its line runs the other way.
    private static LabelSpot Bent(double start, double share, double radius, double thickness)
    {
        var upsideDown = (start + (share / 2)) % 1 is > 0.25 and < 0.75;
        var (from, to) = upsideDown ? (start + share, start) : (start, start + share);
        var (sinFrom, cosFrom) = Math.SinCos(from * Math.Tau);
        var (sinTo, cosTo) = Math.SinCos(to * Math.Tau);
        var svg = new Svg();
        svg.Command('M', radius * sinFrom, -radius * cosFrom);
        if (share > 0.5)
        {
            // An arc of a full turn has no direction; two halves do.
            var (sin, cos) = Math.SinCos((start + (share / 2)) * Math.Tau);
            svg.Command('A', radius, radius, 0, 0, upsideDown ? 0 : 1, radius * sin, -radius * cos);
        }
        svg.Command('A', radius, radius, 0, 0, upsideDown ? 0 : 1, radius * sinTo, -radius * cosTo);
        return new(share * Math.Tau * radius, thickness, "", svg.ToString(), "middle", Whole: true);
    }

    private static LabelSpot Straight(double degrees, double room, double inner, double outer, bool leaf)
    {
        var left = degrees > 180;
        var at = leaf ? inner + 8 : (inner + outer) / 2;
        var svg = new Svg().Raw("rotate(").Number(degrees - 90).Raw(")translate(").Number(at).Raw(")");
        if (left)
            svg.Raw("rotate(180)");
        var anchor = !leaf ? "middle" : left ? "end" : "start";
        return new(outer - inner, room, svg.ToString(), "", anchor, Whole: false);
    }

    private static void WriteCircle(Svg svg, double radius, double sweep) => svg
        .Command('M', 0, -radius)
        .Command('A', radius, radius, 0, 1, sweep, 0, radius)
        .Command('A', radius, radius, 0, 1, sweep, 0, -radius)
        .Raw("Z");
}
