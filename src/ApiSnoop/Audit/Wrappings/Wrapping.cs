using System.Buffers;
using ApiSnoop.Audit.Streams;

namespace ApiSnoop.Audit.Wrappings;

/// <summary>What kind of text a wrapped log is.</summary>
internal enum LogShape : byte
{
    /// <summary>JSON documents and lines of text.</summary>
    Records,

    /// <summary>Rows under a line of columns.</summary>
    Csv,

    /// <summary>YAML.</summary>
    Yaml,
}

/// <summary>
/// Tells by its first bytes whether a log has its events in something else: lines of a container, a cloud's export, a log shipper's
/// records. A log that is read as it is is told at a glance.
/// </summary>
internal static class Wrapping
{
    /// <summary>How far is looked, in bytes: a little first, further only if that told nothing.</summary>
    static readonly int[] s_looks = [64 << 10, 1 << 20, 8 << 20];

    /// <summary>How much is taken, in bytes, of events that were packed in the first bytes: they may be many times as long.</summary>
    const int MostUnwrapped = 4 << 20;

    const int Ahead = 64 << 10;

    /// <summary>What is known by its records, even if none of them holds an event.</summary>
    const Wraps KnownWithoutEvents = Wraps.ContainerLines | Wraps.Docker | Wraps.Fluentd | Wraps.CloudWatch | Wraps.AzureMonitor
        | Wraps.CloudLogging | Wraps.Base64;

    /// <summary>The shape of a log that must be unwrapped, or null for one to be read as it is.</summary>
    public static LogShape? Of(LogStream log)
    {
        foreach (var look in s_looks)
        {
            var head = log.Peek(look);
            if (Tells(head, isAll: head.Length < look, out var shape)) return shape;
            if (head.Length < look) break;
        }

        return null;
    }

    /// <summary>The first bytes of a log as its reader would get them: unwrapped if need be.</summary>
    /// <param name="head">As much of the log as is to be looked at.</param>
    /// <param name="isAll">Whether that is all of it: its last line has an end, then, whether or not a line feed says so.</param>
    public static ReadOnlySpan<byte> Unwrap(ReadOnlySpan<byte> head, bool isAll)
    {
        LogShape? shape = null;
        foreach (var look in s_looks)
        {
            var part = head[..Math.Min(look, head.Length)];
            if (Tells(part, isAll && part.Length == head.Length, out shape) || head.Length <= look) break;
        }

        if (shape is not { } wrapped) return head;
        using var unwrapped = Open(head, wrapped, isHead: !isAll);
        var most = Math.Max(head.Length, MostUnwrapped);
        var events = new ArrayBufferWriter<byte>(Ahead);
        while (events.WrittenCount < most && unwrapped.Read(events.GetSpan(Ahead)) is > 0 and var read) events.Advance(read);
        return events.WrittenSpan;
    }

    /// <summary>Whether the first bytes tell what the log is, and what that is.</summary>
    static bool Tells(ReadOnlySpan<byte> head, bool isAll, out LogShape? shape)
    {
        shape = null;
        if (IsPlain(head)) return true;
        if (CsvRecords.MayBegin(head) && Gives(head, LogShape.Csv, isAll, out _)) shape = LogShape.Csv;
        else if (Gives(head, LogShape.Records, isAll, out var isPlain)) shape = isPlain ? null : LogShape.Records;
        else if (YamlRecords.MayBegin(head) && Gives(head, LogShape.Yaml, isAll, out _)) shape = LogShape.Yaml;
        else return false;
        return true;
    }

    /// <summary>What an API server writes begins like this, an event or a list of them; unless a terminal's colours are in it.</summary>
    static bool IsPlain(ReadOnlySpan<byte> head)
    {
        var start = head.TrimStart(" \t\r\n\0"u8);
        if (start.StartsWith("\uFEFF"u8)) start = start[3..];
        return start.StartsWith("{\"kind\":\"Event"u8) && start.IndexOf("audit.k8s.io"u8) >= 0 && start.IndexOf("\"user\":{"u8) >= 0
            && !head.Contains(Lines.TerminalColours.Escape);
    }

    /// <summary>Whether a head gives an event when it is read as of a shape, or is known all the same.</summary>
    static bool Gives(ReadOnlySpan<byte> head, LogShape shape, bool isAll, out bool isPlain)
    {
        using var unwrapped = Open(head, shape, isHead: !isAll);
        unwrapped.CopyTo(Stream.Null);
        var findings = unwrapped.Findings;
        isPlain = findings is { Plain: > 0, Unwrapped: 0 };
        return findings.Plain + findings.Unwrapped > 0 || (shape == LogShape.Records && (findings.Met & KnownWithoutEvents) != 0);
    }

    /// <summary>With room for one byte more, so that the end is seen.</summary>
    static UnwrappedStream Open(ReadOnlySpan<byte> head, LogShape shape, bool isHead = true) =>
        new(new MemoryStream(head.ToArray()), shape, head.Length + 1, isHead, Math.Max(head.Length, MostUnwrapped) + 1);
}
