using ApiSnoop.Audit;
using ApiSnoop.Recording;

namespace ApiSnoop.Loading;

/// <summary>
/// One of the threads that read a load's inputs: takes a chunk, finds its events and their facts, and gives them to the
/// ledger. Its buffers are used over and over, so that an event costs no allocation.
/// </summary>
internal sealed unsafe class ReadingThread
{
    readonly IReadOnlyList<InputReading> _inputs;
    readonly RequestLedger _ledger;
    readonly FactFinder _facts;
    readonly DocumentReader _documents;
    readonly CancellationToken _cancelled;
    readonly Chunk _chunk = new();
    readonly Action _give;
    readonly LatestOfChunk _latest = new();
    readonly BadLinesOfChunk _badLines = new();
    Sighting[] _sightings = new Sighting[2048];
    int _count, _lineFeeds;
    InputReading _input = null!;

    public ReadingThread(IReadOnlyList<InputReading> inputs, RequestLedger ledger, FactFinder facts, bool strict, CancellationToken cancelled)
    {
        _inputs = inputs;
        _ledger = ledger;
        _facts = facts;
        _cancelled = cancelled;
        _documents = new DocumentReader(strict) { OnBad = _badLines.Add };
        _give = Give;
    }

    /// <summary>Reads until no input has anything left.</summary>
    public void Run()
    {
        while (TakeTurn() is { } input)
        {
            _input = input;
            ReadChunk();
        }
    }

    /// <summary>Finds an input with work left and takes its turn: one that nobody holds if there is one.</summary>
    InputReading? TakeTurn()
    {
        InputReading? held = null;
        for (var i = 0; i < _inputs.Count; i++)
        {
            var input = _inputs[i];
            if (input.Finished) continue;
            if (!input.InOneGo) held ??= input;
            if (!input.Turn.TryEnter()) continue;
            if (!input.Finished) return input;
            input.Turn.Exit();
        }

        if (held is null) return null;
        held.Turn.Enter();
        if (!held.Finished) return held;
        held.Turn.Exit();
        return TakeTurn();
    }

    void ReadChunk()
    {
        var holdsTurn = true;
        try
        {
            _cancelled.ThrowIfCancellationRequested();
            _documents.StartOver();
            if (!FillFromLines())
            {
                ReadInOneGo();
                return;
            }

            var ticket = _input.NextTicket();
            _input.Turn.Exit();
            holdsTurn = false;
            _documents.Take(_chunk.Start, _chunk.Length, final: true);
            Collect();
            _input.InOrder(ticket, _give, _cancelled);
        }
        finally
        {
            if (holdsTurn) _input.Turn.Exit();
        }
    }

    /// <summary>Fills the chunk with whole documents.</summary>
    /// <returns>False when the input must be read in one go; the chunk then holds its next bytes.</returns>
    bool FillFromLines()
    {
        var first = !_input.Opened;
        var cutter = _input.Cutter;
        if (!cutter.FillLines(_chunk))
        {
            _input.InOneGo = true;
            return false;
        }

        if (first)
        {
            _documents.Take(_chunk.Start, _chunk.Length, final: true);
            if (_documents.StartsWithContainer())
            {
                _input.InOneGo = true;
                cutter.TakeBack(_chunk);
                return false;
            }
        }

        _input.Finished = cutter.Done;
        return true;
    }

    void ReadInOneGo()
    {
        var cutter = _input.Cutter;
        while (true)
        {
            _cancelled.ThrowIfCancellationRequested();
            _documents.Take(_chunk.Start, _chunk.Length, cutter.Ended);
            Collect();
            if (_documents.Consumed == 0 && !cutter.Ended)
            {
                if (!cutter.Extend(_chunk)) SkipHugeLine(cutter);
                continue;
            }

            var used = _documents.Consumed;
            _input.InOrder(_input.NextTicket(), _give, _cancelled);
            cutter.Hand(_chunk, used);
            if (cutter.Done) break;
            cutter.Fill(_chunk);
        }

        _chunk.Shrink();
        _input.Finished = true;
    }

    void SkipHugeLine(ChunkCutter cutter)
    {
        _badLines.Add(0, $"longer than {_chunk.Capacity >> 20} MiB");
        cutter.SkipLine(_chunk);
        _lineFeeds = cutter.EndsInLine ? 0 : 1;
        _input.InOrder(_input.NextTicket(), _give, _cancelled);
        _documents.StartOver();
        cutter.Fill(_chunk);
    }

    void Collect()
    {
        _count = 0;
        _latest.Clear();
        while (true)
        {
            if (_count == _sightings.Length) Array.Resize(ref _sightings, _count * 2);
            ref var sighting = ref _sightings[_count];
            if (!_documents.Next(out sighting.Event)) break;
            sighting.Key = RequestKey.Of(sighting.Event);
            sighting.Outweighed = false;
            if (sighting.Key != 0) Outweigh(ref sighting);
            if (sighting.Event.Stage == Stage.ResponseComplete || sighting.Key == 0) sighting.Facts = _facts.Find(sighting.Event);
            _count++;
        }

        _lineFeeds = _documents.LineFeeds;
    }

    /// <summary>Of two stages of one request in the chunk the earlier tells nothing more; the ledger need not keep it in flight.</summary>
    void Outweigh(ref Sighting sighting)
    {
        ref var latest = ref _latest.Find(sighting.Key, _count);
        if (latest == _count) return;
        ref var before = ref _sightings[latest];
        if (before.Event.Stage < sighting.Event.Stage)
        {
            before.Outweighed = true;
            latest = _count;
        }
        else if (sighting.Event.Stage < Stage.ResponseComplete)
        {
            sighting.Outweighed = true;
        }
    }

    void Give()
    {
        _input.AddLines(_lineFeeds, _badLines);
        _badLines.Clear();
        if (_count == 0) return;
        var sightings = _sightings.AsSpan(0, _count);
        _input.AddEvents(sightings);
        lock (_ledger) _ledger.Take(sightings);
        _count = 0;
    }
}
