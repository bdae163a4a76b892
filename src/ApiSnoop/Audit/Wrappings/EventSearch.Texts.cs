using System.Buffers;
using ApiSnoop.Audit.Wrappings.Json;
using ApiSnoop.Audit.Wrappings.Lines;

namespace ApiSnoop.Audit.Wrappings;

/// <content>Texts: lines, and what stands in JSON as text.</content>
internal sealed partial class EventSearch
{
    /// <summary>Braces on a line that are tried for the beginning of JSON.</summary>
    const int MostTries = 16;

    static readonly SearchValues<byte> s_closers = SearchValues.Create(" \t\r\n\0,]}"u8);

    readonly byte[][] _texts = [.. Enumerable.Repeat(System.Array.Empty<byte>(), MostLayers + 2)];

    int Text(ReadOnlySpan<byte> text, in Via via)
    {
        text = Trim(text);
        if (text.IsEmpty || via.Layer > MostLayers) return 0;
        if (text.Contains(TerminalColours.Escape)) return WithoutColours(text, via);
        if (IsJsonStart(text)) return Documents(text, via);
        if (ContainerLine.TryRead(text, out var line)) return Line(line, via);
        if (Base64Payload.MayBe(text)) return Payload(text, via);
        return text.Contains((byte)'\n') ? EachLine(text, via) : Prefixed(text, via);
    }

    int WithoutColours(ReadOnlySpan<byte> text, in Via via)
    {
        var room = Room(via.Layer, text.Length);
        var plain = room.AsSpan(0, TerminalColours.Strip(text, room));
        return Text(plain, via.InText() with { Wraps = via.Wraps | Wraps.Colours });
    }

    /// <summary>Documents one behind the other, of which the last may be cut off.</summary>
    int Documents(ReadOnlySpan<byte> text, in Via via)
    {
        var found = 0;
        while (true)
        {
            if (JsonExtent.Of(text, out var length) != JsonReach.Whole) return found + Broken(text, via);
            found += Json(text[..length], via);
            text = Trim(text[length..]);
            if (text.IsEmpty) return found;
            if (!IsJsonStart(text)) return found + Text(text, via.InText());
        }
    }

    int Line(in ContainerLine line, in Via via)
    {
        findings.Met |= Wraps.ContainerLines;
        return Piece(line.StreamKey, line.IsPiece, line.Text, via.InText() with { Wraps = via.Wraps | Wraps.ContainerLines });
    }

    int EachLine(ReadOnlySpan<byte> text, in Via via)
    {
        var found = 0;
        foreach (var range in text.Split((byte)'\n')) found += Text(text[range], via);
        return found;
    }

    /// <summary>Text in front of JSON, or around it.</summary>
    int Prefixed(ReadOnlySpan<byte> text, in Via via)
    {
        var at = 0;
        for (var tries = 0; tries < MostTries; tries++)
        {
            var next = text[at..].IndexOf("{\""u8);
            if (next < 0) break;
            at += next;
            var inside = via.InText() with { Wraps = via.Layer == 0 ? via.Wraps | Wraps.Prefix : via.Wraps };
            var found = Documents(text[at..], inside);
            if (found > 0)
            {
                if (via.Layer == 0) findings.RememberPrefix(text[..at]);
                return found;
            }

            if (_handled) return 0;
            // Fragments of JSON in a line of text are nobody's loss unless they are of an event.
            if (text.IndexOf("audit"u8) < 0) _trouble = null;
            at += JsonExtent.Of(text[at..], out var length) == JsonReach.Whole ? length : 2;
        }

        return Quoted(text, via);
    }

    /// <summary>JSON that stands in a text with its quotes escaped, as a program's log has it, or doubled, as CSV has it.</summary>
    int Quoted(ReadOnlySpan<byte> text, in Via via)
    {
        if (via.Layer >= MostLayers) return 0;
        var wraps = via with { Wraps = via.Layer == 0 ? via.Wraps | Wraps.Prefix : via.Wraps };
        if (text.IndexOf("{\\\""u8) is >= 0 and var escaped)
        {
            var rest = text[escaped..];
            var end = JsonText.End(rest);
            return Escaped(end < 0 ? rest : rest[..end], wraps);
        }

        if (text.IndexOf("{\"\""u8) is not (>= 0 and var doubled)) return 0;
        var room = Room(via.Layer, text.Length);
        return Text(room.AsSpan(0, CsvRecords.Undouble(text[doubled..], room)), wraps.InText());
    }

    /// <summary>The text that JSON's escapes stand for.</summary>
    int Escaped(ReadOnlySpan<byte> raw, in Via via)
    {
        var room = Room(via.Layer, raw.Length);
        var length = JsonText.Unescape(raw, room);
        return length <= 0 ? 0 : Text(room.AsSpan(0, length), via.InText());
    }

    int Payload(ReadOnlySpan<byte> text, in Via via)
    {
        if (Base64Payload.Decode(text) is not { } bytes) return 0;
        var inside = via.InText() with { Wraps = via.Wraps | Wraps.Base64 };
        if (!Base64Payload.IsPacked(bytes)) return Text(bytes, inside);
        _handled = true;
        findings.Met |= Wraps.Base64;
        Packed.Enqueue(new PackedPayload(bytes, output.LineFeeds, inside));
        return 0;
    }

    byte[] Room(int layer, int length)
    {
        if (_texts[layer].Length < length) _texts[layer] = new byte[Math.Max(length, _texts[layer].Length * 2)];
        return _texts[layer];
    }

    static bool IsJsonStart(ReadOnlySpan<byte> text)
    {
        if (text[0] is not ((byte)'{' or (byte)'[')) return false;
        var rest = text[1..].TrimStart(" \t\r\n"u8);
        if (rest.IsEmpty) return true;
        return text[0] == '{' ? rest[0] is (byte)'"' or (byte)'}' : rest[0] is (byte)'{' or (byte)'[' or (byte)'"' or (byte)']';
    }

    static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        text = text.Trim(" \t\r\n\0,"u8);
        return text.StartsWith("\uFEFF"u8) ? text[3..].TrimStart(" \t\r\n\0,"u8) : text;
    }

    static bool IsBlank(ReadOnlySpan<byte> line) => line.IndexOfAnyExcept(s_closers) < 0;
}
