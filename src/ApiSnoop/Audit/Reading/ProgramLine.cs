namespace ApiSnoop.Audit.Reading;

/// <summary>Lines that Kubernetes' own programs write about themselves, which stand among audit events on standard output.</summary>
internal static class ProgramLine
{
    /// <summary>What such lines are called.</summary>
    public const string Name = "another log line, no audit event";

    /// <summary>What the lines are called in which an API server tells of events that it could not deliver.</summary>
    public const string Dropped = "another log line, of the API server itself: an event that it could not deliver";

    // Such as I1120 10:00:00.000001       1 flags.go:64] FLAG
    const int ShortestKlogHead = 21;

    /// <summary>Whether it is a line of klog, as text or as JSON, or the head of a list of events that could not be written.</summary>
    public static bool IsOne(ReadOnlySpan<byte> line)
    {
        line = line.Trim(" \t\r\0"u8);
        return IsKlog(line) || IsDroppedEvents(line) || IsJson(line);
    }

    /// <summary>Whether the lines that follow tell, in the old text format, of events that could not be written.</summary>
    public static bool IsDroppedEvents(ReadOnlySpan<byte> line) => line.Trim(" \t\r\0"u8).SequenceEqual("Impacted events:"u8);

    /// <summary>Whether an object's beginning is that of klog's JSON: a time as a number, or a level, and a message.</summary>
    public static bool IsJson(ReadOnlySpan<byte> json)
    {
        var start = json[..Math.Min(64, json.Length)];
        return (start.StartsWith("{\"ts\":"u8) || start.StartsWith("{\"level\":\""u8) || start.StartsWith("{\"time\":\""u8))
            && json.IndexOf("\"msg\":"u8) > 0;
    }

    /// <summary>Whether it is a line of klog as text.</summary>
    public static bool IsKlog(ReadOnlySpan<byte> line) =>
        line.Length > ShortestKlogHead && line[0] is (byte)'I' or (byte)'W' or (byte)'E' or (byte)'F'
            && AreDigits(line.Slice(1, 4)) && line[5] == ' ' && AreDigits(line.Slice(6, 2)) && line[8] == ':' && line[11] == ':';

    static bool AreDigits(ReadOnlySpan<byte> text) => !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');
}
