using System.Collections.Immutable;

namespace ApiSnoop.Charts;

/// <summary>Ways through a tree of slices.</summary>
public static class SliceTree
{
    /// <summary>
    /// The slices from the root down to the path of keys. Where a key is not there the walk ends, so a result shorter
    /// than the path plus one says that the path does not exist.
    /// </summary>
    public static ImmutableArray<Slice> Resolve(Slice root, IReadOnlyList<string> path)
    {
        var chain = ImmutableArray.CreateBuilder<Slice>();
        chain.Add(root);
        foreach (var key in path)
        {
            var next = chain[^1].Children.FirstOrDefault(child => child.Key == key);
            if (next is null)
                break;
            chain.Add(next);
        }
        return chain.ToImmutable();
    }

    /// <summary>The leaves under a slice in drawing order; the slice itself if it has no children.</summary>
    public static IEnumerable<Slice> Leaves(Slice slice) =>
        slice.Children.IsEmpty ? [slice] : slice.Children.SelectMany(Leaves);

    /// <summary>How many rings the slices under this one need.</summary>
    internal static int Height(Slice slice) =>
        slice.Children.IsEmpty ? 0 : 1 + slice.Children.Max(Height);

    /// <summary>
    /// The share of the circle in endpoints: an inner slice is the sum of what is drawn inside it, so that rings never
    /// overlap even where a total was counted another way.
    /// </summary>
    internal static int Weight(Slice slice) =>
        slice.Children.IsEmpty ? Math.Max(1, slice.Total) : slice.Children.Sum(Weight);
}
