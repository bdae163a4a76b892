using System.Numerics;
using ApiSnoop.Audit.Reading;

namespace ApiSnoop.Audit.Wrappings.Json;

/// <summary>How far a JSON value reaches.</summary>
internal enum JsonReach : byte
{
    /// <summary>Its end was found.</summary>
    Whole,

    /// <summary>The bytes ended before it did.</summary>
    Open,

    /// <summary>It is not JSON, as where a line was cut off and the next one follows.</summary>
    Broken,
}

/// <summary>Finds where an object or array ends.</summary>
internal static class JsonExtent
{
    /// <summary>Every record of a pretty-printed export is read by it.</summary>
    [ThreadStatic]
    static JsonGrammar? s_grammar;

    /// <summary>Whether text begins as an object or array does, and not with a bracket that is part of the text.</summary>
    public static bool Begins(ReadOnlySpan<byte> text)
    {
        if (text[0] is not ((byte)'{' or (byte)'[')) return false;
        var rest = text[1..].TrimStart(" \t\r\n"u8);
        if (rest.IsEmpty) return true;
        return text[0] == '{' ? rest[0] is (byte)'"' or (byte)'}' : rest[0] is (byte)'{' or (byte)'[' or (byte)'"' or (byte)']';
    }

    /// <summary>
    /// The extent of the value that the bytes begin with. One that goes on over a line feed is read by its grammar, as a line that was cut
    /// off must not take the next ones with it.
    /// </summary>
    /// <param name="text">Bytes that begin with a brace or a bracket.</param>
    /// <param name="length">The value's length, if it is whole.</param>
    public static JsonReach Of(ReadOnlySpan<byte> text, out int length)
    {
        var reach = Blocks(text, stopAtLineFeed: true, out length);
        return reach ?? (s_grammar ??= new()).Read(text, out length);
    }

    /// <summary>The length of a value inside of one that is known to be whole; 0 if it has no end all the same.</summary>
    public static int Inside(ReadOnlySpan<byte> text) =>
        Blocks(text, stopAtLineFeed: false, out var length) == JsonReach.Whole ? length : 0;

    /// <summary>Looks for the bracket that closes the first one, 64 bytes at a time.</summary>
    /// <returns>Null where a line feed was met between values.</returns>
    static unsafe JsonReach? Blocks(ReadOnlySpan<byte> text, bool stopAtLineFeed, out int length)
    {
        var last = stackalloc byte[JsonBlock.Size];
        ulong inString = 0, escape = 0;
        var depth = 0;
        fixed (byte* start = text)
        {
            for (length = 0; length < text.Length; length += JsonBlock.Size)
            {
                var p = start + length;
                if (text.Length - length < JsonBlock.Size) p = Last(text[length..], last);
                ulong lineFeeds = 0;
                if (JsonBlock.Structure(p, out var quotes, out var opens, out var closes) | escape != 0)
                {
                    JsonBlock.Odd(p, out var backslashes, out lineFeeds);
                    quotes &= ~JsonBlock.Escaped(backslashes, ref escape);
                }

                var inside = JsonBlock.InsideQuotes(quotes) ^ inString;
                inString = (ulong)((long)inside >> 63);
                opens &= ~inside;
                closes &= ~inside;
                var close = JsonBlock.Size;
                if (BitOperations.PopCount(closes) < depth) depth += BitOperations.PopCount(opens) - BitOperations.PopCount(closes);
                else (close, depth) = EventScanner.CloseInBlock(opens, closes, depth);
                if (close < JsonBlock.Size) lineFeeds &= (1UL << close) - 1;
                if ((lineFeeds & inside) != 0) return JsonReach.Broken;
                if (lineFeeds != 0 && stopAtLineFeed) return null;
                if (close == JsonBlock.Size) continue;
                length += close + 1;
                return JsonReach.Whole;
            }
        }

        return JsonReach.Open;
    }

    static unsafe byte* Last(ReadOnlySpan<byte> rest, byte* room)
    {
        new Span<byte>(room, JsonBlock.Size).Clear();
        rest.CopyTo(new Span<byte>(room, JsonBlock.Size));
        return room;
    }
}
