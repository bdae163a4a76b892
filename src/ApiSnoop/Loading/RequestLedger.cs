using ApiSnoop.Audit;
using ApiSnoop.Recording;

namespace ApiSnoop.Loading;

/// <summary>
/// Makes requests of events: the stages of one (auditID, requestReceivedTimestamp) merge, the last stage tells the outcome,
/// and an event told twice counts once. Whole requests go to the cube and to the rows.
/// </summary>
internal sealed class RequestLedger(Dimensions dimensions, FactFinder leftovers, Func<RequestBatch, RequestBatch> rows)
{
    /// <summary>Requests in flight beyond which the older half is taken as ended; a bound for logs of RequestReceived only.</summary>
    const int MostInFlight = 262_144;

    readonly InFlightRequests _inFlight = new();
    readonly CompletedRequests _completed = new();
    readonly RowCollector _rows = new(rows);

    public CubeCounter Cube { get; } = new();

    public long Requests { get; private set; }

    public long MatchedRequests { get; private set; }

    /// <summary>Events that told again what was known.</summary>
    public long RepeatedEvents { get; private set; }

    /// <summary>Events of requests that the filters left out.</summary>
    public long FilteredEvents { get; private set; }

    /// <summary>Requests that were taken as ended before their end was seen.</summary>
    public long SettledEarly { get; private set; }

    public long FirstReceived { get; private set; } = long.MaxValue;

    public long LastReceived { get; private set; } = long.MinValue;

    /// <summary>Takes a chunk's events in.</summary>
    public void Take(ReadOnlySpan<Sighting> sightings)
    {
        foreach (ref readonly var sighting in sightings)
        {
            if (sighting.Key == 0) Settle(sighting.Event, sighting.Facts, 1);
            else if (sighting.Event.Stage == Stage.ResponseComplete) Complete(sighting);
            else Advance(sighting);
        }

        if (_inFlight.Count > MostInFlight) SettleOlderHalf();
    }

    /// <summary>Ends the load: what is still in flight counts with the outcome known so far.</summary>
    public void Finish()
    {
        foreach (var key in _inFlight.KeysByAge()) SettleInFlight(key);
        _rows.Flush();
    }

    void Complete(in Sighting sighting)
    {
        ref var open = ref _inFlight.Find(sighting.Key);
        var events = 1;
        if (System.Runtime.CompilerServices.Unsafe.IsNullRef(ref open))
        {
            if (_completed.Contains(sighting.Key))
            {
                RepeatedEvents++;
                return;
            }
        }
        else
        {
            events += System.Numerics.BitOperations.PopCount(open.StagesSeen);
            _inFlight.Remove(sighting.Key);
        }

        _completed.Add(sighting.Key);
        Settle(sighting.Event, sighting.Facts, events);
    }

    void Advance(in Sighting sighting)
    {
        ref var open = ref _inFlight.Find(sighting.Key);
        if (System.Runtime.CompilerServices.Unsafe.IsNullRef(ref open))
        {
            // Files out of order: the end came first, and told all there is to tell.
            if (!_completed.Contains(sighting.Key)) _inFlight.Add(sighting.Key, sighting.Event);
            return;
        }

        if ((open.StagesSeen >> (int)sighting.Event.Stage & 1) != 0) RepeatedEvents++;
        else if (sighting.Event.Stage > open.Stage) _inFlight.Update(ref open, sighting.Event);
        else open.StagesSeen |= (byte)(1 << (int)sighting.Event.Stage);
    }

    void SettleOlderHalf()
    {
        var keys = _inFlight.KeysByAge();
        for (var i = 0; i < keys.Count / 2; i++)
        {
            SettleInFlight(keys[i]);
            _completed.Add(keys[i]);
            SettledEarly++;
        }
    }

    void SettleInFlight(ulong key)
    {
        ref var open = ref _inFlight.Find(key);
        var e = _inFlight.EventOf(open);
        Settle(e, leftovers.Find(e), System.Numerics.BitOperations.PopCount(open.StagesSeen));
        _inFlight.Remove(key);
    }

    void Settle(in AuditEvent e, in RequestFacts facts, int events)
    {
        if (!facts.Kept)
        {
            FilteredEvents += events;
            return;
        }

        Requests++;
        if (leftovers.IsOperation(facts.Target)) MatchedRequests++;
        if (e.Received != AuditEvent.NoTime)
        {
            FirstReceived = Math.Min(FirstReceived, e.Received);
            LastReceived = Math.Max(LastReceived, e.Received);
        }

        Cube.Add(facts.Target, facts.Agent, facts.User, facts.Namespace, facts.Verb, (short)e.Code, dimensions);
        _rows.Add(e, facts);
    }
}
