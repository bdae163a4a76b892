using System.Buffers;
using System.Text.Json;
using ApiSnoop.Audit.Streams;
using ApiSnoop.Audit.Wrappings;
using ApiSnoop.Capturing.Batches;

namespace ApiSnoop.Capturing.Following;

/// <summary>
/// Whole lines of a log that were appended to it, as a batch. They are read as a small log of their own, so that what lines of a
/// container or of a shipper are wrapped in is seen through as in any log.
/// </summary>
static class LogLines
{
    const int LongestRecord = 64 << 20;

    /// <summary>Cuts the lines' events out.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="folder">Where what does not fit into memory is put aside.</param>
    /// <returns>The events, and how many lines held none.</returns>
    public static (CutBatch Batch, int Skipped) Cut(ReadOnlySpan<byte> lines, string folder)
    {
        var batch = new CutBatch(folder);
        var one = new ArrayBufferWriter<byte>();
        var (skipped, events) = (0, 0);
        var text = Unwrapped(lines);
        foreach (var range in text.SplitAny((byte)'\n', (byte)0))
        {
            var line = text[range].Trim(" \t\r"u8);
            if (line.IsEmpty) continue;
            one.ResetWrittenCount();
            if (Cut(line, one) is > 0 and var cut)
            {
                batch.Write(one.WrittenSpan);
                events += cut;
            }
            else
            {
                skipped++;
            }
        }

        batch.Events = events;
        return (batch, skipped);
    }

    static int Cut(ReadOnlySpan<byte> line, ArrayBufferWriter<byte> to)
    {
        try
        {
            var isList = line[..Math.Min(line.Length, 100)].IndexOf("\"EventList\""u8) >= 0;
            var cutter = new EventCutter(to, isList ? EventCutter.InList : EventCutter.ByItself);
            cutter.Take(line, isLast: true);
            return to.WrittenSpan.IndexOf("\"auditID\":"u8) >= 0 ? cutter.Events : 0;
        }
        catch (JsonException)
        {
            return 0;
        }
    }

    static ReadOnlySpan<byte> Unwrapped(ReadOnlySpan<byte> lines)
    {
        using var log = new LogStream(new MemoryStream(lines.ToArray()), hash: false);
        if (Wrapping.Of(log) is not { } shape) return lines;
        using var unwrapped = new UnwrappedStream(log, shape, LongestRecord);
        using var events = new MemoryStream();
        unwrapped.CopyTo(events);
        return events.ToArray();
    }
}
