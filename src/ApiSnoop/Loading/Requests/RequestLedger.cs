using System.Runtime.CompilerServices;
using ApiSnoop.Audit;
using ApiSnoop.Recording.Rows;

namespace ApiSnoop.Loading.Requests;

/// <summary>
/// Makes requests of events: the stages of one (auditID, requestReceivedTimestamp) merge, the last stage tells the outcome,
/// and an event told twice counts once. Whole requests are counted for the app that is loaded, or for those that the log is split into.
/// </summary>
internal sealed class RequestLedger
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

    readonly CountedRequests _before;
    readonly AppCount? _only;
    readonly AppSplit? _split;
    readonly InFlightRequests _inFlight = new();
    readonly CompletedRequests _completed;
    int _lookForCutOffAt = FewInFlight;

    /// <param name="before">Requests that were counted before.</param>
    /// <param name="only">The app that all requests are counted for.</param>
    public RequestLedger(CountedRequests before, AppCount only) => (_before, _completed, _only) = (before, new(before), only);

    /// <param name="split">The apps that requests are counted for.</param>
    public RequestLedger(AppSplit split) => (_before, _completed, _split) = (CountedRequests.None, new(CountedRequests.None), split);

    /// <summary>Gives requests to tests by time; null where user agents name the tests, or there are none.</summary>
    public TestsByTime? ByTime { get; init; }

    /// <summary>Requests that the filters kept.</summary>
    public long Requests { get; private set; }

    /// <summary>Ends of requests that were told again. Only ends: how often a stage before is told again depends on the order.</summary>
    public long RepeatedEvents { get; private set; }

    /// <summary>Requests that the filters left out.</summary>
    public long FilteredRequests { get; private set; }

    /// <summary>Requests that were taken as ended before their end was seen, because there were too many of them.</summary>
    public long SettledEarly { get; private set; }

    /// <summary>Takes a chunk's events in.</summary>
    public void Take(ReadOnlySpan<ReadEvent> readEvents)
    {
        for (var i = 0; i < readEvents.Length; i++)
        {
            if (i + Ahead < readEvents.Length) FetchAhead(readEvents[i + Ahead]);
            ref readonly var readEvent = ref readEvents[i];
            if (readEvent.Superseded) continue;
            if (readEvent.Event.Received < _before.Since && MayBeInRows(readEvent)) _before.ReachBackTo(readEvent.Event.Received);
            if (readEvent.Key == 0) Settle(readEvent.Event, readEvent.Facts, 0);
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
        if (readEvent.Facts.Kept) _only?.Cube.FetchAhead(readEvent.Facts.Cell);
    }

    /// <summary>Ends the load: what is still in flight counts with the outcome known so far.</summary>
    public void Finish()
    {
        foreach (var key in _inFlight.KeysByAge()) SettleInFlight(key);
        _only?.Finish();
        foreach (var app in _split?.Apps ?? []) app.Count.Finish();
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

        Settle(readEvent.Event, readEvent.Facts, readEvent.Key);
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
        Settle(_inFlight.EventOf(open), open.Facts, key);
        _inFlight.Remove(key);
    }

    void Settle(in AuditEvent e, in RequestFacts facts, ulong key)
    {
        if (!facts.Kept)
        {
            FilteredRequests++;
            return;
        }

        Requests++;
        if (ByTime is not null)
        {
            var given = facts;
            ByTime.Give(ref given, e);
            _only!.Add(e, given);
        }
        else if (_only is not null)
        {
            _only.Add(e, facts);
        }
        else
        {
            _split!.Add(e, facts, key);
        }
    }
}
