using System.Collections.Immutable;

namespace ApiSnoop.Charts;

/// <summary>A tree of slices, zoomed and laid out.</summary>
internal sealed record ChartLayout
{
    private const double ThinnestWithGap = 3.2;
    private const double Seam = 2.2;

    private ChartLayout(ChartGeometry geometry, ImmutableArray<Slice> chain)
    {
        Geometry = geometry;
        Chain = chain;
        Height = SliceTree.Height(Zoomed);
        Edges = geometry.Edges(Height);
        Weight = SliceTree.Weight(Zoomed);
        Rings = Height == 0 ? [Whole()] : Inside(Zoomed, ring: 1, start: 0, ColourOf(chain.Length - 1));
    }

    /// <summary>Where slices go.</summary>
    public ChartGeometry Geometry { get; }

    /// <summary>The slices from the root to the one that fills the chart.</summary>
    public ImmutableArray<Slice> Chain { get; }

    /// <summary>The slice that fills the chart.</summary>
    public Slice Zoomed => Chain[^1];

    /// <summary>How many rings there are under the zoomed slice.</summary>
    public int Height { get; }

    /// <summary>The edges of the rings.</summary>
    public ImmutableArray<double> Edges { get; }

    /// <summary>How many endpoints make the whole.</summary>
    public int Weight { get; }

    /// <summary>
    /// How far an endpoint reaches under its next neighbour, as a share of the whole: where endpoints are too thin for a
    /// gap between them, nothing of the paper must shine through their seams, so that equal ones form one band.
    /// </summary>
    public double Bleed
    {
        get
        {
            var edge = Edges[Math.Max(0, Height - 1)];
            return Geometry.Length(1.0 / Weight, edge) < ThinnestWithGap ? Math.Min(1.0 / Weight, Seam / Geometry.Length(1, edge)) : 0;
        }
    }

    /// <summary>The slices of the first ring, with all others inside.</summary>
    public ImmutableArray<PlacedSlice> Rings { get; }

    /// <summary>Lays out the part of a tree that the options zoom to, or as far down as that path exists.</summary>
    public static ChartLayout Of(Slice root, ChartOptions options) =>
        new(ChartGeometry.Of(options.Shape), SliceTree.Resolve(root, options.Zoom));

    /// <summary>All slices in drawing order.</summary>
    public IEnumerable<PlacedSlice> All() => Rings.SelectMany(slice => slice.All());

    private PlacedSlice Whole() => new(Zoomed, 1, 0, 1, ColourOf(Chain.Length - 1), []);

    private ImmutableArray<PlacedSlice> Inside(Slice parent, int ring, double start, Rgb colour)
    {
        var placed = ImmutableArray.CreateBuilder<PlacedSlice>(parent.Children.Length);
        var before = start * Weight;
        foreach (var child in parent.Children)
        {
            var weight = SliceTree.Weight(child);
            var own = Paint(child, Chain.Length - 1 + ring, colour);
            var at = before / Weight;
            placed.Add(new(child, ring, at, (double)weight / Weight, own, Inside(child, ring + 1, at, own)));
            before += weight;
        }
        return placed.MoveToImmutable();
    }

    private Rgb ColourOf(int depth)
    {
        var colour = ChartPalette.Level("");
        for (var i = 1; i <= depth; i++)
            colour = Paint(Chain[i], i, colour);
        return colour;
    }

    private static Rgb Paint(Slice slice, int depth, Rgb inherited) => depth switch
    {
        1 => ChartPalette.Level(slice.Key),
        2 => ChartPalette.Category(slice.Key),
        _ => inherited,
    };
}
