namespace ApiSnoop.Audit.Wrappings;

/// <summary>
/// When requests were received whose end is not told yet. An end that was cut off has lost that time, which is part of a request's
/// identity; here it is found again.
/// </summary>
internal sealed class StartedRequests
{
    /// <summary>How many are kept at a time; a power of two.</summary>
    const int Kept = 1 << 15;

    const int FarEnough = 512;
    readonly (ulong Id, byte[]? Time)[] _started = new (ulong, byte[]?)[Kept];

    static ReadOnlySpan<byte> Received => "\"requestReceivedTimestamp\":\""u8;

    /// <summary>Remembers an event's time, unless it tells the end of its request.</summary>
    public void Add(ReadOnlySpan<byte> e)
    {
        var start = e[..Math.Min(FarEnough, e.Length)];
        var stage = start.IndexOf("\"stage\":\"Re"u8);
        if (stage < 0 || start[stage..].StartsWith("\"stage\":\"ResponseComplete"u8)) return;
        if (IdOf(start) is not (not 0 and var id) || TextAfter(e, Received) is not { IsEmpty: false } time) return;
        // Times are of one length, so that a place that was used before is used again.
        ref var place = ref _started[id & (Kept - 1)];
        if (place.Time?.Length == time.Length) time.CopyTo(place.Time);
        else place.Time = time.ToArray();
        place.Id = id;
    }

    /// <summary>When the request of an event was received; nothing if that is not known, or the event tells it.</summary>
    public ReadOnlySpan<byte> TimeOf(ReadOnlySpan<byte> e)
    {
        var id = IdOf(e[..Math.Min(FarEnough, e.Length)]);
        var (known, time) = _started[id & (Kept - 1)];
        return id != 0 && known == id && e.IndexOf(Received) < 0 ? time : [];
    }

    static ulong IdOf(ReadOnlySpan<byte> start) => TextAfter(start, "\"auditID\":\""u8) is { IsEmpty: false } id ? ByteHash.Of(id) : 0;

    static ReadOnlySpan<byte> TextAfter(ReadOnlySpan<byte> e, ReadOnlySpan<byte> key)
    {
        var at = e.IndexOf(key);
        if (at < 0) return [];
        var rest = e[(at + key.Length)..];
        var end = rest.IndexOf((byte)'"');
        return end < 0 ? [] : rest[..end];
    }
}
