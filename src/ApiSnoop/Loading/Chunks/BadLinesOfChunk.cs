namespace ApiSnoop.Loading.Chunks;

/// <summary>The bad lines of a chunk: how many, and the first ones. Where they are in the input is known when its turn comes.</summary>
internal sealed class BadLinesOfChunk
{
    /// <summary>How many are kept: as many as are ever shown.</summary>
    public const int Kept = 20;

    readonly List<(int Before, string Reason)> _first = [];

    public int Count { get; private set; }

    /// <summary>The first ones, each with the line feeds before it in the chunk.</summary>
    public IReadOnlyList<(int Before, string Reason)> First => _first;

    public void Add(int lineFeedsBefore, string reason)
    {
        Count++;
        if (_first.Count < Kept) _first.Add((lineFeedsBefore, reason));
    }

    public void Clear()
    {
        Count = 0;
        _first.Clear();
    }
}
