using System.Runtime.InteropServices;

namespace ApiSnoop.Loading.Chunks;

/// <summary>The bad lines of a chunk: how many, and the first ones. Where they are in the input is known when its turn comes.</summary>
internal sealed class BadLinesOfChunk
{
    /// <summary>How many are kept: as many as are ever shown.</summary>
    public const int Kept = 20;

    /// <summary>What some reasons end with: where in its line a document is broken, which is another place each time.</summary>
    const string Place = " at byte ";

    readonly List<(int Before, string Reason)> _first = [];
    readonly Dictionary<string, (int Before, int Count)> _reasons = new(StringComparer.Ordinal);

    public int Count { get; private set; }

    /// <summary>The first ones, each with the line feeds before it in the chunk.</summary>
    public IReadOnlyList<(int Before, string Reason)> First => _first;

    /// <summary>All of them by reason, each with the line feeds before the first in the chunk.</summary>
    public IReadOnlyDictionary<string, (int Before, int Count)> Reasons => _reasons;

    public void Add(int lineFeedsBefore, string reason)
    {
        Count++;
        if (_first.Count < Kept) _first.Add((lineFeedsBefore, reason));
        ref var told = ref CollectionsMarshal.GetValueRefOrAddDefault(_reasons, GroupOf(reason), out var known);
        told = (known ? told.Before : lineFeedsBefore, told.Count + 1);
    }

    /// <summary>A reason without what is different on every line.</summary>
    public static string GroupOf(string reason) =>
        reason.IndexOf(Place, StringComparison.Ordinal) is >= 0 and var place ? reason[..place] : reason;

    public void Clear()
    {
        Count = 0;
        _first.Clear();
        _reasons.Clear();
    }
}
