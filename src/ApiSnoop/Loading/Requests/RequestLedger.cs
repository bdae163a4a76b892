using System.Runtime.CompilerServices;
using ApiSnoop.Audit;
using ApiSnoop.Recording.Counts;
using ApiSnoop.Recording.Rows;

namespace ApiSnoop.Loading.Requests;

/// <summary>
/// Makes requests of events: the stages of one (auditID, requestReceivedTimestamp) merge, the last stage tells the outcome,
/// and an event told twice counts once. Whole requests go to the cube and, where rows are wanted, to them.
/// </summary>
internal sealed class RequestLedger(Dimensions dimensions, CountedRequests before, Func<RequestBatch, RequestBatch>? rows)
{
    /// <summary>Requests in flight beyond which the older half is taken as ended; a bound for logs of RequestReceived only.</summary>
    const int MostInFlight = 128_000;

    /// <summary>Bytes of their texts beyond which the same is done.</summary>
    const int MostText = 20 << 20;

    /// <summary>Requests in flight from which on it is worth looking for those that will never end.</summary>
    const int FewInFlight = 16_384;

    /// <summary>
    /// A server lets a watch run for an hour at most. What it did not end within a day was cut off, and its end is never
    /// logged.
    /// </summary>
    const long LongestInFlight = 24L * 3600 * 1_000_000;

    /// <summary>How many events ahead memory is fetched: about as long as it takes to come.</summary>
    const int Ahead = 8;

    readonly InFlightRequests _inFlight = new();
    readonly CompletedRequests _completed = new(before);
    int _lookForCutOffAt = FewInFlight;
    readonly RowCollector? _rows = rows is null ? null : new(rows);

    public CubeCounter Cube { get; } = new();

    public ParameterCounter Parameters { get; } = new(dimensions);

    public long Requests { get; private set; }

    public long MatchedRequests { get; private set; }

    /// <summary>Ends of requests that were told again. Only ends: how often a stage before is told again depends on the order.</summary>
    public long RepeatedEvents { get; private set; }

    /// <summary>Matched requests whose method has no verb: OPTIONS, or one of the few others that are logged like it.</summary>
    public long RequestsOfNoVerb { get; private set; }

    /// <summary>Requests that the filters left out.</summary>
    public long FilteredRequests { get; private set; }

    /// <summary>Requests that were taken as ended before their end was seen, because there were too many of them.</summary>
    public long SettledEarly { get; private set; }

    /// <summary>Requests whose time of receipt was not logged.</summary>
    public long UntimedRequests { get; private set; }

    public long FirstReceived { get; private set; } = long.MaxValue;

    public long LastReceived { get; private set; } = long.MinValue;

    /// <summary>Takes a chunk's events in.</summary>
    public void Take(ReadOnlySpan<ReadEvent> readEvents)
    {
        for (var i = 0; i < readEvents.Length; i++)
        {
            if (i + Ahead < readEvents.Length) FetchAhead(readEvents[i + Ahead]);
            ref readonly var readEvent = ref readEvents[i];
            if (readEvent.Superseded) continue;
            if (readEvent.Event.Received < before.Since && MayBeInRows(readEvent)) before.ReachBackTo(readEvent.Event.Received);
            if (readEvent.Key == 0) Settle(readEvent.Event, readEvent.Facts);
            else if (readEvent.Event.Stage == Stage.ResponseComplete) Complete(readEvent);
            else Advance(readEvent);
        }

        if (readEvents.Length > 0 && (_inFlight.Count > _lookForCutOffAt || _inFlight.TextLength > MostText))
            SettleCutOff(now: Math.Min(readEvents[readEvents.Length / 2].Event.Received, readEvents[^1].Event.Received));
    }

    static bool MayBeInRows(in ReadEvent readEvent) =>
        readEvent.Event.Received != AuditEvent.NoTime && readEvent is { Key: not 0, Facts.Kept: true };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void FetchAhead(in ReadEvent readEvent)
    {
        _completed.FetchAhead(readEvent.Key);
        if (readEvent.Facts.Kept) Cube.FetchAhead(readEvent.Facts.Cell);
    }

    /// <summary>Ends the load: what is still in flight counts with the outcome known so far.</summary>
    public void Finish()
    {
        foreach (var key in _inFlight.KeysByAge()) SettleInFlight(key);
        _rows?.Flush();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Complete(in ReadEvent readEvent)
    {
        // What is in flight was not counted before, so removing and remembering may both be tried.
        var wasInFlight = _inFlight.Remove(readEvent.Key);
        if (!_completed.Add(readEvent.Key) && !wasInFlight)
        {
            RepeatedEvents++;
            return;
        }

        Settle(readEvent.Event, readEvent.Facts);
    }

    void Advance(in ReadEvent readEvent)
    {
        ref var open = ref _inFlight.Find(readEvent.Key);
        if (Unsafe.IsNullRef(ref open))
        {
            // Files out of order: the end came first, and told all there is to tell.
            if (!_completed.Contains(readEvent.Key)) _inFlight.Add(readEvent);
            return;
        }

        if (readEvent.Event.Stage > open.Stage) _inFlight.Update(ref open, readEvent);
    }

    /// <param name="now">About where the log is; not the latest time of all, which one wrong clock could set years ahead.</param>
    void SettleCutOff(long now)
    {
        foreach (var key in _inFlight.KeysByAge())
            if (_inFlight.Find(key).Received is not AuditEvent.NoTime and var received && received + LongestInFlight < now)
                SettleEarly(key);
        if (_inFlight.Count > MostInFlight || _inFlight.TextLength > MostText) SettleOlderHalf();
        _lookForCutOffAt = Math.Clamp(_inFlight.Count * 2, FewInFlight, MostInFlight);
    }

    void SettleOlderHalf()
    {
        var keys = _inFlight.KeysByAge();
        foreach (var key in keys[..(keys.Length / 2)]) SettleEarly(key);
        SettledEarly += keys.Length / 2;
    }

    /// <summary>Counts a request before its end was seen; should that come after all, it is told again.</summary>
    void SettleEarly(ulong key)
    {
        SettleInFlight(key);
        _completed.Add(key);
    }

    void SettleInFlight(ulong key)
    {
        ref var open = ref _inFlight.Find(key);
        Settle(_inFlight.EventOf(open), open.Facts);
        _inFlight.Remove(key);
    }

    void Settle(in AuditEvent e, in RequestFacts facts)
    {
        if (!facts.Kept)
        {
            FilteredRequests++;
            return;
        }

        Requests++;
        if (dimensions.Targets.IsOperation(facts.Target))
        {
            MatchedRequests++;
            if (facts.Verb == 0) RequestsOfNoVerb++;
            if (facts.Parameters != 0) Parameters.Add(facts.Target, facts.Parameters);
        }

        CountTime(e.Received);
        var cell = Cube.Add(facts.Cell, e.Received, dimensions);
        _rows?.Add(e, facts, cell);
    }

    void CountTime(long received)
    {
        if (received == AuditEvent.NoTime)
        {
            UntimedRequests++;
            return;
        }

        FirstReceived = Math.Min(FirstReceived, received);
        LastReceived = Math.Max(LastReceived, received);
    }
}
