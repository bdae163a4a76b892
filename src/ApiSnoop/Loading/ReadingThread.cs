using ApiSnoop.Audit;
using ApiSnoop.Audit.Reading;
using ApiSnoop.Loading.Chunks;
using ApiSnoop.Loading.Requests;
using ApiSnoop.Recording.Rows;

namespace ApiSnoop.Loading;

/// <summary>
/// One of the threads that read a load's inputs: takes a chunk, finds its events and their facts, and gives them to the
/// ledger. Its buffers are used over and over, so that an event costs no allocation.
/// </summary>
internal sealed unsafe class ReadingThread
{
    static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(50);

    readonly IReadOnlyList<InputReading> _inputs;
    readonly RequestLedger _ledger;
    readonly FactFinder _facts;
    readonly DocumentReader _documents;
    readonly FreeChunks _free;
    readonly RowWriting? _rows;
    readonly CancellationToken _cancelled;
    readonly Action<ReadChunk> _hash, _hashLast, _give, _tell;
    readonly Func<bool> _isWanted;
    readonly LatestOfChunk _latest = new();
    InputReading _input = null!;
    ReadChunk _read = null!;

    public ReadingThread(
        IReadOnlyList<InputReading> inputs, RequestLedger ledger, FactFinder facts, FreeChunks free, RowWriting? rows, bool strict,
            CancellationToken cancelled)
    {
        _inputs = inputs;
        _ledger = ledger;
        _facts = facts;
        _free = free;
        _rows = rows;
        _cancelled = cancelled;
        _documents = new DocumentReader(strict) { OnBad = (lineFeeds, reason) => _read.BadLines.Add(lineFeeds, reason) };
        (_hash, _hashLast, _give, _tell, _isWanted) = (Hash, HashLast, Give, Tell, IsWantedForRows);
    }

    /// <summary>Reads until no input has anything left.</summary>
    public void Run()
    {
        _read = TakeFree();
        while (TakeTurn() is { } input)
        {
            _input = input;
            _read.StartOver(input);
            ReadOn();
            _rows?.WritePressing();
            _read = TakeFree();
        }

        _free.Give(_read);
        while (HashWaiting(null))
        {
        }

        _rows?.WriteToTheEnd(_cancelled);
    }

    /// <summary>Takes a chunk to fill. As long as there is none, the thread does what others left.</summary>
    ReadChunk TakeFree()
    {
        while (true)
        {
            if (_free.TryTake(out var chunk)) return chunk;
            if (!DoWaiting()) _free.Await(_cancelled);
        }
    }

    /// <summary>Does a piece of what others left, if there is something.</summary>
    bool DoWaiting() => (_rows is not null && _rows.WriteWaiting()) || HashWaiting(_isWanted);

    bool HashWaiting(Func<bool>? isWanted)
    {
        for (var i = 0; i < _inputs.Count; i++)
        {
            if (!_inputs[i].LeavesHashing || !_inputs[i].Hashing.PassWaiting(_hash, isWanted)) continue;
            CallForHashing();
            return true;
        }

        return false;
    }

    /// <summary>Any thread can hash what this one leaves because it is the one to write rows.</summary>
    void CallForHashing()
    {
        if (IsWantedForRows()) _free.Call();
    }

    bool IsWantedForRows() => _rows is { WaitsForThisThread: true };

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
        while (!held.Turn.TryEnter())
        {
            if (DoWaiting()) continue;
            if (held.Turn.TryEnter(s_patience)) break;
            // It was found to be one for a single thread, who may keep it for long.
            if (held.InOneGo) return TakeTurn();
        }

        if (!held.Finished) return held;
        held.Turn.Exit();
        return TakeTurn();
    }

    void ReadOn()
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

            var ticket = _input.NextTicket(last: _input.Cutter.Done);
            var leavesHashing = _input.LeavesHashing;
            _input.Turn.Exit();
            holdsTurn = false;
            Collect(final: true);
            _read.Await(leavesHashing ? 2 : 1);
            if (leavesHashing)
            {
                _input.Hashing.Put(ticket, _read, _hash, _isWanted);
                CallForHashing();
            }

            _input.Giving.Put(ticket, _read, _give);
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
        var chunk = _read.Chunk;
        if (!cutter.FillLines(chunk))
        {
            _input.InOneGo = true;
            return false;
        }

        if (first)
        {
            _documents.Take(chunk.Start, chunk.Length, final: true, _read.Unescaped);
            if (_documents.StartsWithContainer())
            {
                _input.InOneGo = true;
                cutter.TakeBack(chunk);
                return false;
            }
        }

        return true;
    }

    void ReadInOneGo()
    {
        var cutter = _input.Cutter;
        var chunk = _read.Chunk;
        var ticket = _input.NextTicket();
        if (_input.LeavesHashing)
        {
            _input.Hashing.PassWaiting(_hash);
            _input.Hashing.Pass(ticket, _read, _hashLast, _cancelled);
        }

        while (true)
        {
            _cancelled.ThrowIfCancellationRequested();
            Collect(cutter.Ended);
            if (_documents.Consumed == 0 && !cutter.Ended)
            {
                if (!cutter.Extend(chunk)) SkipHugeLine(cutter, ref ticket);
                continue;
            }

            var used = _documents.Consumed;
            GiveAndGoOn(ref ticket);
            cutter.Hand(chunk, used);
            if (cutter.Done) break;
            cutter.Fill(chunk);
        }

        chunk.Shrink();
        _input.Finished = true;
        _input.Close();
        _free.Give(_read);
    }

    /// <summary>
    /// Gives what was collected under the present ticket and takes the next: what other threads read before passes first.
    /// </summary>
    void GiveAndGoOn(ref long ticket)
    {
        _input.Giving.Pass(ticket, _read, _tell, _cancelled);
        _read.StartOver(_input);
        ticket = _input.NextTicket();
    }

    void SkipHugeLine(ChunkCutter cutter, ref long ticket)
    {
        _read.BadLines.Add(0, $"longer than {_read.Chunk.Capacity >> 20} MiB");
        cutter.SkipLine(_read.Chunk);
        _read.LineFeeds = cutter.EndsInLine ? 0 : 1;
        GiveAndGoOn(ref ticket);
        _documents.StartOver();
        cutter.Fill(_read.Chunk);
    }

    void Collect(bool final)
    {
        _documents.Take(_read.Chunk.Start, _read.Chunk.Length, final, _read.Unescaped);
        _latest.Clear();
        var count = 0;
        while (true)
        {
            if (count == _read.ReadEvents.Length) _read.Grow();
            ref var readEvent = ref _read.ReadEvents[count];
            if (!_documents.Next(out readEvent.Event)) break;
            if (!readEvent.Event.Uri.IsKnown) readEvent.Event.Uri = UriHash.Of(readEvent.Event.RequestUri.Span);
            readEvent.Key = RequestKey.Of(readEvent.Event);
            readEvent.Superseded = false;
            readEvent.Path = 0;
            if (readEvent.Key != 0) MarkSuperseded(ref readEvent, count);
            if (readEvent.Event.Stage == Stage.ResponseComplete || readEvent.Key == 0) _facts.Find(ref readEvent);
            count++;
        }

        FindFactsOfOpen(count);
        _facts.FindTargets(_read.ReadEvents.AsSpan(0, count));
        _read.Count = count;
        _read.LineFeeds = _documents.LineFeeds;
        _read.Bytes = _documents.Consumed;
    }

    /// <summary>Of what may stay in flight: most of it was outweighed, now that the chunk is read.</summary>
    void FindFactsOfOpen(int count)
    {
        foreach (ref var readEvent in _read.ReadEvents.AsSpan(0, count))
            if (readEvent is { Superseded: false, Event.Stage: < Stage.ResponseComplete, Key: not 0 })
                _facts.Find(ref readEvent);
    }

    /// <summary>Of two stages of one request in the chunk the earlier tells nothing more; the ledger need not keep it in flight.</summary>
    void MarkSuperseded(ref ReadEvent readEvent, int at)
    {
        ref var latest = ref _latest.Find(readEvent.Key, at);
        if (latest == at) return;
        ref var before = ref _read.ReadEvents[latest];
        if (before.Event.Stage < readEvent.Event.Stage)
        {
            before.Superseded = true;
            latest = at;
        }
        else if (readEvent.Event.Stage < Stage.ResponseComplete)
        {
            readEvent.Superseded = true;
        }
    }

    void Hash(ReadChunk read)
    {
        read.Input.Hash(read.Chunk.Bytes);
        read.Input.Hashed();
        if (read.Done()) _free.Give(read);
    }

    void HashLast(ReadChunk read) => read.Input.HashLast(read.Chunk.Bytes);

    void Give(ReadChunk read)
    {
        Tell(read);
        read.Input.Given();
        if (read.Done()) _free.Give(read);
    }

    void Tell(ReadChunk read)
    {
        var readEvents = read.ReadEvents.AsSpan(0, read.Count);
        read.Input.Add(readEvents, read.LineFeeds, read.BadLines, read.Bytes);
        lock (_ledger) _ledger.Take(readEvents);
    }
}
