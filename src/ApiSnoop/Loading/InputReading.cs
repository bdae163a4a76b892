using System.Runtime.InteropServices;
using ApiSnoop.Audit;
using ApiSnoop.Audit.Streams;
using ApiSnoop.Audit.Wrappings;
using ApiSnoop.Loading.Chunks;
using ApiSnoop.Loading.Requests;
using ApiSnoop.Recording;

namespace ApiSnoop.Loading;

/// <summary>The reading of one input: who may take its next chunk, and what came of it so far.</summary>
internal sealed class InputReading(string name, Func<Stream> open, int longestDocument) : IDisposable
{
    /// <summary>As much of an input as tells what it is, in bytes.</summary>
    const int EnoughToName = 16 * 1024;

    readonly List<BadLine> _badLines = [];
    readonly Dictionary<string, (long First, long Count)> _badReasons = new(StringComparer.Ordinal);
    readonly Lock _closing = new();
    long _taken, _hashed, _given, _lineFeeds, _hashedAhead;
    Stream? _stream;
    LogStream? _log;
    UnwrappedStream? _unwrapped;
    ChunkCutter? _cutter;
    byte[] _head = [];

    public string Name => name;

    /// <summary>Held by the thread that takes the next chunk, or for as long as the input must be read in one go.</summary>
    public Lock Turn { get; } = new();

    /// <summary>Whether no further chunk is to be had.</summary>
    public bool Finished { get; set; }

    /// <summary>Whether only one thread may read, because documents do not start on lines of their own.</summary>
    public bool InOneGo { get; set; }

    /// <summary>Where chunks are hashed, if that is left to the reader.</summary>
    public ChunkOrder Hashing { get; } = new();

    /// <summary>Where chunks give what they hold, so that what comes of a log does not hang on the threads.</summary>
    public ChunkOrder Giving { get; } = new();

    /// <summary>Whether the chunks must be hashed by the reader.</summary>
    public bool LeavesHashing { get; private set; }

    public ChunkCutter Cutter => _cutter ?? Open();

    public bool Opened => _cutter is not null;

    /// <summary>Lines in what was read; a last line without its line feed counts.</summary>
    public long Lines => _lineFeeds + (_cutter is { EndsInLine: true } ? 1 : 0);

    public long Events { get; private set; }

    /// <summary>Bytes of the log, unpacked, that were given so far.</summary>
    public long Bytes { get; private set; }


    public long BadLines { get; private set; }

    public long FirstReceived { get; private set; } = long.MaxValue;

    public long LastReceived { get; private set; } = long.MinValue;

    /// <summary>What the input was recognised as, in a sentence without its full stop; empty for a plain log.</summary>
    public string Recognised => _unwrapped is null ? "" : FindingsWords.Of(_unwrapped.Findings);

    /// <summary>What an input without an event is, as the end of a sentence.</summary>
    public string WhatItIs
    {
        get
        {
            var name = Recognised is { Length: > 0 } recognised ? $"{recognised}; no audit event" : NoAuditLog.Name(_head);
            return Damage is null ? name : $"{name}, and {Damage}";
        }
    }

    /// <summary>Why it ended early, or null.</summary>
    string? Damage { get; set; }

    /// <summary>Bad lines by reason: the first of each, and how many there are.</summary>
    public IReadOnlyList<(BadLine First, long Count)> BadReasons
    {
        get
        {
            lock (_badLines)
                return [.. _badReasons.OrderBy(r => r.Value.First).Select(r => (new BadLine(name, r.Value.First, r.Key), r.Value.Count))];
        }
    }

    public IEnumerable<BadLine> BadLineSamples
    {
        get
        {
            lock (_badLines) return [.. _badLines];
        }
    }

    ChunkCutter Open()
    {
        _stream = open();
        _log = _stream as LogStream;
        _head = _log is null ? [] : _log.Peek(EnoughToName).ToArray();
        if (_log is not null && Wrapping.Of(_log) is { } shape)
        {
            // To unwrap takes longer than to unpack and hash what is stored, and to read what comes of it: each has a thread.
            _unwrapped = new UnwrappedStream(new ReadAheadStream(_log), shape, longestDocument);
            _stream = new ReadAheadStream(_unwrapped);
        }
        else if (_log?.LeaveHashing() is { } hashed) (LeavesHashing, _hashedAhead) = (true, hashed);
        return _cutter = new ChunkCutter(_stream, longestDocument);
    }

    /// <summary>Numbers the chunks as they are taken; called by who holds the turn.</summary>
    /// <param name="last">Whether it is the last one. Told together, so that nobody closes the input between the two.</param>
    public long NextTicket(bool last = false)
    {
        lock (_closing)
        {
            Finished |= last;
            return _taken++;
        }
    }

    /// <summary>Hashes a chunk's bytes as stored ones; called in the order of the chunks.</summary>
    public void Hash(ReadOnlySpan<byte> bytes)
    {
        var known = (int)Math.Min(_hashedAhead, bytes.Length);
        _hashedAhead -= known;
        _log?.Hash(bytes[known..]);
    }

    /// <summary>Hashes what was read and leaves hashing to the stream from here on.</summary>
    public void HashLast(ReadOnlySpan<byte> bytes)
    {
        Hash(bytes);
        LeavesHashing = false;
        _log?.TakeHashingBack();
    }

    /// <summary>Counts a chunk that was hashed, and closes an input that is done with.</summary>
    public void Hashed() => Pass(ref _hashed);

    /// <summary>Counts a chunk that was given to the ledger, and closes an input that is done with.</summary>
    public void Given() => Pass(ref _given);

    /// <summary>
    /// Ends the reading of an input that was read whole. A folder may hold more files than may be open at once, and its place in
    /// an archive is wanted for the next member.
    /// </summary>
    public void Close()
    {
        _log?.Finish();
        if (_unwrapped is not null) AddNotUnwrapped(_unwrapped.Findings);
        Dispose();
    }

    void Pass(ref long passed)
    {
        lock (_closing)
        {
            passed++;
            if (!Finished || _given < _taken || (LeavesHashing && _hashed < _taken)) return;
        }

        Close();
    }

    /// <summary>Adds what a chunk gave; called in the order of the chunks.</summary>
    public void Add(ReadOnlySpan<ReadEvent> readEvents, int lineFeeds, BadLinesOfChunk bad, int bytes)
    {
        Bytes += bytes;
        AddEvents(readEvents);
        foreach (var (before, reason) in bad.First) Keep(_lineFeeds + 1 + before, reason);
        foreach (var (reason, (before, count)) in bad.Reasons) Count(reason, _lineFeeds + 1 + before, count);
        _lineFeeds += lineFeeds;
    }

    /// <summary>Adds a bad line that is no line of a chunk: what is amiss with the whole input, found at its end.</summary>
    public void AddBadEnd(string reason)
    {
        Damage = reason;
        Keep(Lines, reason);
        Count(reason, Lines, 1);
    }

    /// <summary>Adds what could not be unwrapped, once the input was read.</summary>
    void AddNotUnwrapped(Findings findings)
    {
        foreach (var (reason, (line, count)) in findings.Bad)
        {
            Keep(line, reason);
            Count(reason, line, count);
        }
    }

    void Count(string reason, long line, long count)
    {
        BadLines += count;
        lock (_badLines)
        {
            ref var told = ref CollectionsMarshal.GetValueRefOrAddDefault(_badReasons, reason, out var known);
            told = (known ? Math.Min(told.First, line) : line, told.Count + count);
        }
    }

    void Keep(long line, string reason)
    {
        lock (_badLines)
            if (_badLines.Count < BadLinesOfChunk.Kept)
                _badLines.Add(new BadLine(name, line, reason));
    }

    void AddEvents(ReadOnlySpan<ReadEvent> readEvents)
    {
        long first = long.MaxValue, last = long.MinValue;
        foreach (ref readonly var readEvent in readEvents)
        {
            if (readEvent.Event.Received == AuditEvent.NoTime) continue;
            first = Math.Min(first, readEvent.Event.Received);
            last = Math.Max(last, readEvent.Event.Received);
        }

        Events += readEvents.Length;
        FirstReceived = Math.Min(FirstReceived, first);
        LastReceived = Math.Max(LastReceived, last);
    }

    public void Dispose() => _stream?.Dispose();
}
