using System.Collections.Immutable;

namespace ApiSnoop.Charts;

/// <summary>A rectangle in the chart's units.</summary>
internal readonly record struct Box(double X, double Y, double Width, double Height);

/// <summary>
/// Where the slices of a shape go. A slice is placed by the share of the whole at which it starts, the share that it
/// covers, and the two edges between which its ring or column lies.
/// </summary>
internal abstract class ChartGeometry
{
    /// <summary>The geometry of a shape.</summary>
    public static ChartGeometry Of(ChartShape shape) =>
        shape == ChartShape.Icicle ? new IcicleGeometry() : new SunburstGeometry();

    /// <summary>The word for the shape in the markup.</summary>
    public abstract string Name { get; }

    /// <summary>All that the slices can cover.</summary>
    public abstract Box Bounds { get; }

    /// <summary>The middle of the place that holds the figures, with its width.</summary>
    public abstract (double X, double Y, double Width) Hub(double edge);

    /// <summary>The edges of the rings for a tree of this height, from the hub's edge outwards.</summary>
    public abstract ImmutableArray<double> Edges(int height);

    /// <summary>Moves a slice to where it starts.</summary>
    public abstract void WriteTransform(Svg svg, double start);

    /// <summary>
    /// The outline of a slice that starts at zero. Slices of the same size have the same outline, which is what keeps
    /// thousands of them small on the wire and cheap to animate.
    /// </summary>
    public abstract void WriteOutline(Svg svg, double share, double inner, double outer);

    /// <summary>The outline of the hub.</summary>
    public abstract void WriteHub(Svg svg, double edge);

    /// <summary>The line along which slices part, from the inner edge to the outermost.</summary>
    public abstract void WriteSeparator(Svg svg, double at, double inner, double outer);

    /// <summary>How many units a share covers at an edge.</summary>
    public abstract double Length(double share, double edge);

    /// <summary>The attributes of the element that repeats stripes across a slice.</summary>
    public abstract (string Element, string Attributes) Stripes { get; }

    /// <summary>The places where a label may go, the best one first.</summary>
    public abstract IEnumerable<LabelSpot> Spots(double start, double share, double inner, double outer, bool leaf);
}
