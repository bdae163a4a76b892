using System.Text.Json;
using ApiSnoop.Audit;
using ApiSnoop.Audit.Reading;
using ApiSnoop.Loading;
using ApiSnoop.Loading.Chunks;

namespace ApiSnoop.Explaining;

/// <summary>Goes through one input's events by a load's own reader, one after the other, each with its JSON and its line.</summary>
internal sealed class EventWalk(InputReading input)
{
    /// <summary>Sees an event.</summary>
    /// <param name="line">The line that it starts in, from 1.</param>
    /// <param name="auditEvent">The event as a load reads it.</param>
    /// <param name="json">Its JSON.</param>
    /// <returns>Whether to go on.</returns>
    public delegate bool See(long line, in AuditEvent auditEvent, ReadOnlySpan<byte> json);

    /// <summary>Goes through.</summary>
    /// <param name="see">Sees each event.</param>
    /// <param name="seeBad">Sees each line that holds none, with the reason.</param>
    /// <param name="cancelled">Stops it.</param>
    public unsafe void Go(See see, Action<long, string> seeBad, CancellationToken cancelled)
    {
        long linesBefore = 0;
        var (chunk, texts) = (new Chunk(), new ByteArena());
        var documents = new DocumentReader(strict: false) { OnBad = (lineFeeds, reason) => seeBad(linesBefore + lineFeeds + 1, reason) };
        var cutter = input.Cutter;
        cutter.Fill(chunk);
        while (true)
        {
            cancelled.ThrowIfCancellationRequested();
            documents.Take(chunk.Start, chunk.Length, cutter.Ended, texts);
            for (var before = 0; documents.Next(out var e); before = documents.Consumed)
            {
                var json = EventIn(chunk.Bytes[before..documents.Consumed]);
                var start = documents.Consumed - json.Length;
                if (!see(linesBefore + chunk.Bytes[..start].Count((byte)'\n') + 1, e, json)) return;
            }

            if (documents.Consumed == 0 && !cutter.Ended)
            {
                if (cutter.Extend(chunk)) continue;
                seeBad(linesBefore + 1, $"longer than {chunk.Capacity >> 20} MiB");
                cutter.SkipLine(chunk);
                linesBefore++;
                documents.StartOver();
                cutter.Fill(chunk);
                continue;
            }

            linesBefore += documents.LineFeeds;
            cutter.Hand(chunk, documents.Consumed);
            if (cutter.Done) return;
            cutter.Fill(chunk);
        }
    }

    /// <summary>What was stepped over ends with the event; before it may stand the beginning of a list, or what is no event.</summary>
    static ReadOnlySpan<byte> EventIn(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.LastIndexOf((byte)'}') + 1;
        for (var start = bytes.IndexOf((byte)'{'); start >= 0 && start < end;)
        {
            if (IsWhole(bytes[start..end])) return bytes[start..end];
            var next = bytes[(start + 1)..].IndexOf((byte)'{');
            start = next < 0 ? -1 : start + 1 + next;
        }

        // A cut event is whole nowhere; it starts its line.
        return bytes[(bytes.TrimEnd("\r\n"u8).LastIndexOf((byte)'\n') + 1)..];
    }

    static bool IsWhole(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 512 });
            return reader.Read() && reader.TrySkip() && reader.BytesConsumed == json.Length;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
