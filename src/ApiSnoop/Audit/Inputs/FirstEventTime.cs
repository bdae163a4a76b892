using ApiSnoop.Audit.Archives;
using ApiSnoop.Audit.Reading;
using ApiSnoop.Audit.Streams;
using ApiSnoop.Audit.Wrappings;

namespace ApiSnoop.Audit.Inputs;

/// <summary>When a log starts, found by its first event's time without reading the event.</summary>
internal static class FirstEventTime
{
    const int FirstLook = 64 * 1024;

    // A first event with bodies in it can be long: the API server cuts its own batches at 10 MiB, its objects are under 2.
    const int SecondLook = 4 * 1024 * 1024;

    /// <summary>The time in microseconds since 1970 UTC, or <see cref="AuditEvent.NoTime"/>.</summary>
    public static long Of(LogInput input)
    {
        var time = input.PeekEvents(FirstLook, In);
        return time != AuditEvent.NoTime ? time : input.PeekEvents(SecondLook, InAny);
    }

    /// <summary>The same of a member of an archive, which stays open.</summary>
    public static long Of(Stream member)
    {
        using var log = new LogStream(new TarMemberStream(member, static () => { }), hash: false);
        var time = In(Start(log, FirstLook));
        return time != AuditEvent.NoTime ? time : InAny(Start(log, SecondLook));
    }

    static ReadOnlySpan<byte> Start(LogStream log, int count)
    {
        var head = log.Peek(count);
        return Wrapping.Unwrap(head, isAll: head.Length < count);
    }

    /// <summary>
    /// A log is written in the order of its events' stages: that time is asked for first. The time at which a request was
    /// received may lie hours before, for a watch that has just ended.
    /// </summary>
    static long In(ReadOnlySpan<byte> start)
    {
        var time = After(start, "stageTimestamp"u8);
        return time != AuditEvent.NoTime ? time : After(start, "requestReceivedTimestamp"u8);
    }

    /// <summary>Exports of clouds and log shippers carry a time of their own.</summary>
    static long InAny(ReadOnlySpan<byte> start)
    {
        var time = In(start);
        if (time == AuditEvent.NoTime) time = After(start, "\"timestamp"u8);
        return time != AuditEvent.NoTime ? time : After(start, "\"time"u8);
    }

    static long After(ReadOnlySpan<byte> text, ReadOnlySpan<byte> key)
    {
        var clock = default(AuditClock);
        for (var at = text.IndexOf(key); at >= 0; at = text.IndexOf(key))
        {
            text = text[(at + key.Length)..];
            var value = JsonGlance.TextAfterKey(text);
            var time = clock.Micros(value);
            if (time != AuditEvent.NoTime) return time;
        }

        return AuditEvent.NoTime;
    }
}
