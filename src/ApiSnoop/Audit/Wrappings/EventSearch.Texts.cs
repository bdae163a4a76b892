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
        // An event, mostly; the rest looks at each byte once more.
        if (text.StartsWith(UsualHead) && text[^1] == '}' && !text.Contains(TerminalColours.Escape)) return Documents(text, via);
        // What a piece of a line ends with is in the middle of a text.
        if (ContainerLine.TryRead(text.TrimEnd("\r\n"u8), out var line)) return Line(line, via);
        text = Trim(text);
        if (text.IsEmpty || via.Layer > MostLayers) return 0;
        if (text.Contains(TerminalColours.Escape)) return WithoutColours(text, via);
        if (JsonExtent.Begins(text)) return Documents(text, via);
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
            if (!JsonExtent.Begins(text)) return found + Text(text, via.InText());
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
        var stream = LinePrefix.CloudWatchStream(text);
        if (stream.IsEmpty) return Behind(text, via with { Wraps = via.Wraps | PrefixOf(via) });
        findings.Met |= Wraps.CloudWatch;
        _handled = true;
        var found = Behind(text, via with { Wraps = via.Wraps | Wraps.CloudWatch });
        findings.Stream(stream, found);
        return found;
    }

    /// <summary>Text in front of JSON on a line is told of, unless it is known what wrote it.</summary>
    static Wraps PrefixOf(in Via via) => (via.Wraps & ~Wraps.Colours) == 0 ? Wraps.Prefix : Wraps.None;

    int Behind(ReadOnlySpan<byte> text, in Via via)
    {
        var at = 0;
        for (var tries = 0; tries < MostTries; tries++)
        {
            var next = text[at..].IndexOf("{\""u8);
            if (next < 0) break;
            at += next;
            var packed = Packed.Count;
            var found = Documents(text[at..], via.InText());
            if (found > 0)
            {
                findings.RememberPrefix(text[..at]);
                return found;
            }

            if (Packed.Count > packed || _pieces.Added) return 0;
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
        if (text.IndexOf("{\\\""u8) is >= 0 and var escaped)
        {
            var rest = text[escaped..];
            var end = JsonText.End(rest);
            findings.RememberPrefix(text[..escaped]);
            return Escaped(end < 0 ? rest : rest[..end], via);
        }

        if (text.IndexOf("{\"\""u8) is not (>= 0 and var doubled)) return 0;
        var room = Room(via.Layer, text.Length);
        return Text(room.AsSpan(0, CsvRecords.Undouble(text[doubled..], room)), via.InText());
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

    static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        text = text.Trim(" \t\r\n\0,"u8);
        return text.StartsWith("\uFEFF"u8) ? text[3..].TrimStart(" \t\r\n\0,"u8) : text;
    }

    static bool IsBlank(ReadOnlySpan<byte> line) => line.IndexOfAnyExcept(s_closers) < 0;
}
