using ApiSnoop.Audit;
using ApiSnoop.Recording;

namespace ApiSnoop.Loading;

/// <summary>The reading of one input: who may take its next chunk, and what came of it so far.</summary>
internal sealed class InputReading(string name, Func<Stream> open, int longestDocument) : IDisposable
{
    readonly List<BadLine> _badLines = [];
    readonly object _giving = new();
    long _taken, _given, _lineFeeds;
    Stream? _stream;
    ChunkCutter? _cutter;

    public string Name => name;

    /// <summary>Held by the thread that takes the next chunk, or for as long as the input must be read in one go.</summary>
    public Lock Turn { get; } = new();

    /// <summary>Whether no further chunk is to be had.</summary>
    public bool Finished { get; set; }

    /// <summary>Whether only one thread may read, because documents do not start on lines of their own.</summary>
    public bool InOneGo { get; set; }

    public ChunkCutter Cutter => _cutter ??= new ChunkCutter(_stream = open(), longestDocument);

    public bool Opened => _cutter is not null;

    /// <summary>Lines in what was read; a last line without its line feed counts.</summary>
    public long Lines => _lineFeeds + (_cutter is { EndsInLine: true } ? 1 : 0);

    public long Events { get; private set; }

    public long BadLines { get; private set; }

    public long FirstReceived { get; private set; } = long.MaxValue;

    public long LastReceived { get; private set; } = long.MinValue;

    public IEnumerable<BadLine> BadLineSamples
    {
        get
        {
            lock (_badLines) return [.. _badLines];
        }
    }

    /// <summary>Numbers the chunks as they are taken; called by who holds the turn.</summary>
    public long NextTicket() => _taken++;

    /// <summary>Lets chunks pass in the order in which they were taken, so that what a log gives does not hang on the threads.</summary>
    public void InOrder(long ticket, Action give, CancellationToken cancelled)
    {
        lock (_giving)
        {
            while (_given != ticket)
                if (!Monitor.Wait(_giving, 50)) cancelled.ThrowIfCancellationRequested();
        }

        give();
        lock (_giving)
        {
            _given++;
            Monitor.PulseAll(_giving);
        }
    }

    /// <summary>Adds the lines of a chunk, in order.</summary>
    public void AddLines(int lineFeeds, BadLinesOfChunk bad)
    {
        foreach (var (before, reason) in bad.First) Keep(_lineFeeds + 1 + before, reason);
        BadLines += bad.Count;
        _lineFeeds += lineFeeds;
    }

    /// <summary>Adds a bad line that is no line of a chunk: what is amiss with the whole input, found at its end.</summary>
    public void AddBadEnd(string reason)
    {
        Keep(Lines, reason);
        BadLines++;
    }

    void Keep(long line, string reason)
    {
        lock (_badLines)
            if (_badLines.Count < BadLinesOfChunk.Kept)
                _badLines.Add(new BadLine(name, line, reason));
    }

    /// <summary>Adds what a chunk gave.</summary>
    public void AddEvents(ReadOnlySpan<Sighting> sightings)
    {
        long first = long.MaxValue, last = long.MinValue;
        foreach (ref readonly var sighting in sightings)
        {
            if (sighting.Event.Received == AuditEvent.NoTime) continue;
            first = Math.Min(first, sighting.Event.Received);
            last = Math.Max(last, sighting.Event.Received);
        }

        Events += sightings.Length;
        FirstReceived = Math.Min(FirstReceived, first);
        LastReceived = Math.Max(LastReceived, last);
    }

    public void Dispose() => _stream?.Dispose();
}
