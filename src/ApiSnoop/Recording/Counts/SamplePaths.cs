using System.Text;

namespace ApiSnoop.Recording.Counts;

/// <summary>
/// One path for each target, to show what was asked for: the first in the order of their bytes, so that it hangs neither on the
/// order of the events nor on the threads. Safe for several threads; a path that is not new takes no lock.
/// </summary>
internal sealed class SamplePaths
{
    /// <summary>In bytes; the rest of a longer path is left out.</summary>
    const int Longest = 512;

    readonly Lock _taking = new();
    volatile byte[]?[] _first = [];

    /// <summary>The path of a target; empty if there was none.</summary>
    public string this[int target] => target < _first.Length && _first[target] is { } path ? Encoding.UTF8.GetString(path) : "";

    /// <summary>Takes a path that a target was asked for by, if it comes before the one that is known.</summary>
    public void Offer(int target, ReadOnlySpan<byte> path)
    {
        path = path[..Math.Min(path.Length, Longest)];
        if (!IsFirst(target, path)) return;
        lock (_taking)
        {
            if (!IsFirst(target, path)) return;
            if (target >= _first.Length)
            {
                var grown = _first;
                Array.Resize(ref grown, Math.Max(target + 1, grown.Length * 2));
                _first = grown;
            }

            _first[target] = path.ToArray();
        }
    }

    bool IsFirst(int target, ReadOnlySpan<byte> path)
    {
        var first = _first;
        return target >= first.Length || first[target] is not { } known || path.SequenceCompareTo(known) < 0;
    }
}
