using ApiSnoop.Audit.Reading;
using ApiSnoop.Loading.Requests;

namespace ApiSnoop.Loading.Chunks;

/// <summary>A chunk with what was found in it, on its way from a reading thread to the ledger. Used over and over.</summary>
internal sealed class ReadChunk
{
    int _steps;

    public Chunk Chunk { get; } = new();

    /// <summary>The input that it is of.</summary>
    public InputReading Input { get; private set; } = null!;

    /// <summary>The events, up to <see cref="Count"/>; their views are into the chunk and <see cref="Unescaped"/>.</summary>
    public ReadEvent[] ReadEvents { get; private set; } = new ReadEvent[2048];

    public int Count { get; set; }

    public ByteArena Unescaped { get; } = new();

    public BadLinesOfChunk BadLines { get; } = new();

    public int LineFeeds { get; set; }

    /// <summary>How many bytes of it are done with.</summary>
    public int Bytes { get; set; }

    /// <summary>Empties it for an input's next chunk.</summary>
    public void StartOver(InputReading input)
    {
        Input = input;
        Count = LineFeeds = Bytes = 0;
        BadLines.Clear();
    }

    public void Grow()
    {
        var grown = new ReadEvent[ReadEvents.Length * 2];
        ReadEvents.AsSpan().CopyTo(grown);
        ReadEvents = grown;
    }

    /// <summary>Says how often the chunk will be <see cref="Done"/> before it is free.</summary>
    public void Await(int steps) => _steps = steps;

    /// <summary>Whether that was the last step.</summary>
    public bool Done() => Interlocked.Decrement(ref _steps) == 0;
}
