namespace ApiSnoop.Charts;

/// <summary>A label that fits its slice.</summary>
/// <param name="Text">The text, shortened if need be.</param>
/// <param name="Size">The size of its letters.</param>
/// <param name="Spot">Where it goes.</param>
/// <param name="Roomy">Whether it fits even in the large letters that a small screen needs.</param>
internal sealed record ChartLabel(string Text, double Size, LabelSpot Spot, bool Roomy)
{
    // A letter of the widest common font, DejaVu Sans, is about this wide, in its size; in others labels have a margin.
    private const double Letter = 0.6;
    private const double LineHeight = 1.25;
    private const double Margin = 12;
    private const double RoomySize = 22;
    private const int ShortestCut = 6;

    /// <summary>The label of a slice, or null where none fits.</summary>
    public static ChartLabel? For(PlacedSlice placed, ChartLayout layout)
    {
        var (inner, outer) = (layout.Edges[placed.Ring - 1], layout.Edges[placed.Ring]);
        if (layout.Height == 0)
            return null;
        var (smallest, largest) = Sizes(placed, layout);
        return layout.Geometry.Spots(placed.Start, placed.Share, inner, outer, placed.IsLeaf)
            .Select(spot => Fit(placed.Slice.Label, spot, smallest, largest, placed.IsLeaf))
            .OfType<ChartLabel>()
            .OrderBy(label => label.Text.Length < placed.Slice.Label.Length)
            .ThenByDescending(label => label.Size)
            .FirstOrDefault();
    }

    private static (double Smallest, double Largest) Sizes(PlacedSlice placed, ChartLayout layout) =>
        placed.IsLeaf ? (9.5, 13) : placed.Ring == 1 && layout.Height == 3 ? (12, 21) : (8.8, 17);

    private static ChartLabel? Fit(string text, LabelSpot spot, double smallest, double largest, bool leaf)
    {
        var size = Math.Min(largest, spot.Thickness / LineHeight);
        if (size < smallest || text.Length == 0)
            return null;
        size = Math.Max(smallest, Math.Min(size, (spot.Length - Margin) / (text.Length * Letter)));
        var letters = (int)(((spot.Length - Margin) / (size * Letter)) + 0.01);
        if (text.Length <= letters)
            return new(text, size, spot, IsRoomy(text, spot));
        return spot.Whole || letters < ShortestCut ? null : new(Shorten(text, letters, leaf), size, spot, Roomy: false);
    }

    private static bool IsRoomy(string text, LabelSpot spot) =>
        spot.Thickness >= RoomySize * LineHeight && (text.Length * RoomySize * Letter) + Margin <= spot.Length;

    // The verb and the end of a path tell endpoints apart; their beginnings are all alike.
    private static string Shorten(string text, int letters, bool leaf)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        var tail = letters - space - 2;
        if (!leaf || space is < 1 or > 8 || tail < ShortestCut)
            return SliceWords.Cut(text, letters);
        var from = text.Length - tail;
        return text[..(space + 1)] + "…" + text[(char.IsLowSurrogate(text[from]) ? from + 1 : from)..];
    }
}
