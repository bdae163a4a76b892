using System.Collections.Immutable;

namespace ApiSnoop.Charts;

/// <summary>A slice with its place in the chart.</summary>
/// <param name="Slice">The slice.</param>
/// <param name="Ring">The ring from the inside, 1 being next to the hub.</param>
/// <param name="Start">The share of the whole at which it starts.</param>
/// <param name="Share">The share of the whole that it covers.</param>
/// <param name="Colour">Its colour when it is painted full.</param>
/// <param name="Children">What lies on the next ring.</param>
internal sealed record PlacedSlice(
    Slice Slice, int Ring, double Start, double Share, Rgb Colour, ImmutableArray<PlacedSlice> Children)
{
    /// <summary>Whether it is an endpoint.</summary>
    public bool IsLeaf => Children.IsEmpty;

    /// <summary>This slice and all on the rings outside it, in drawing order.</summary>
    public IEnumerable<PlacedSlice> All() => Children.SelectMany(child => child.All()).Prepend(this);
}
