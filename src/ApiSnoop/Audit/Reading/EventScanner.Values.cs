using System.Numerics;
using System.Runtime.CompilerServices;

namespace ApiSnoop.Audit.Reading;

/// <content>Strings and the skipping of values, in blocks of 64 bytes.</content>
internal sealed unsafe partial class EventScanner
{
    byte* _stopped;
    string _why = "";
    AuditClock _clock;

    byte* Stop(byte* at, string why)
    {
        _stopped = at;
        _why = why;
        return null;
    }

    /// <summary>Finds the quote that ends a string.</summary>
    /// <param name="p">The byte behind the opening quote.</param>
    /// <param name="escaped">Whether the string holds a backslash.</param>
    /// <returns>The closing quote, or null with the reason set.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    byte* StringEnd(byte* p, out bool escaped)
    {
        escaped = false;
        var stop = p + BitOperations.TrailingZeroCount(JsonBlock.StringStops(p));
        return *stop == '"' ? stop : LongStringEnd(stop, out escaped);
    }

    /// <summary>
    /// The first byte that ends the plain run of a string that is mostly short: its closing quote, unless it is long or odd.
    /// </summary>
    /// <remarks>Where 32 bytes hold no stop, it is the one behind them, and if that is a quote then it is the closing one, too.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static byte* ShortStop(byte* p) => p + BitOperations.TrailingZeroCount(JsonBlock.StringStops32(p));

    byte* LongStringEnd(byte* p, out bool escaped)
    {
        escaped = false;
        while (p < _end)
        {
            var stops = JsonBlock.StringStops(p);
            if (stops == 0)
            {
                p += JsonBlock.Size;
                continue;
            }

            p += BitOperations.TrailingZeroCount(stops);
            if (p >= _end) break;
            if (*p == '"') return p;
            if (*p == '\n') return Stop(p, "a text is not closed on its line");
            escaped = true;
            p += 2;
        }

        return Stop(_end, "a text is not closed");
    }

    /// <summary>Skips any value.</summary>
    /// <returns>The byte behind it, or null with the reason set.</returns>
    byte* SkipValue(byte* q)
    {
        switch (*q)
        {
            case (byte)'"':
                var end = StringEnd(q + 1, out _);
                return end == null ? null : end + 1;
            case (byte)'{' or (byte)'[':
                return SkipNested(q + 1, 1);
            case (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                return SkipNumber(q);
            case (byte)'t':
                return Literal(q, "true"u8);
            case (byte)'f':
                return Literal(q, "false"u8);
            case (byte)'n':
                return Literal(q, "null"u8);
            default:
                return Stop(q, "a value was expected");
        }
    }

    byte* Literal(byte* q, ReadOnlySpan<byte> literal)
    {
        if (new ReadOnlySpan<byte>(q, literal.Length).SequenceEqual(literal)) return q + literal.Length;
        for (var i = 0; i < literal.Length; i++)
            if (q[i] != literal[i]) return Stop(q + i, "a value was expected");
        return Stop(q, "a value was expected");
    }

    byte* SkipNumber(byte* q)
    {
        if (*q == '-') q++;
        if (*q is < (byte)'0' or > (byte)'9') return Stop(q, "a number was expected");
        while (*q is (>= (byte)'0' and <= (byte)'9') or (byte)'.' or (byte)'e' or (byte)'E' or (byte)'+' or (byte)'-') q++;
        return q;
    }

    /// <summary>Skips to behind the bracket that closes the given depth.</summary>
    /// <param name="p">A byte outside any string.</param>
    /// <param name="depth">How many brackets are open, at least 1.</param>
    byte* SkipNested(byte* p, int depth)
    {
        ulong inString = 0, escape = 0;
        for (; p < _end; p += JsonBlock.Size)
        {
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
            else (close, depth) = CloseInBlock(opens, closes, depth);
            if (lineFeeds != 0 && !PassLineFeeds(lineFeeds, inside, close, out var broken)) return Broken(p + broken);
            if (close < JsonBlock.Size) return p + close < _end ? p + close + 1 : Stop(_end, "a value is not closed");
        }

        return Stop(_end, "a value is not closed");
    }

    /// <summary>Counts the line feeds of a block up to the bracket that closes a value.</summary>
    /// <returns>False when one of them is inside a string, where JSON has none; then where it is.</returns>
    bool PassLineFeeds(ulong lineFeeds, ulong inside, int close, out int broken)
    {
        if (close < JsonBlock.Size) lineFeeds &= (1UL << close) - 1;
        LineFeeds += BitOperations.PopCount(lineFeeds);
        broken = BitOperations.TrailingZeroCount(lineFeeds & inside);
        return broken == JsonBlock.Size;
    }

    byte* Broken(byte* at) => at < _end ? Stop(at, "a text is not closed on its line") : Stop(_end, "a value is not closed");

    /// <summary>The position in a block where the depth falls to zero, or 64 with the depth after the block.</summary>
    public static (int Close, int Depth) CloseInBlock(ulong opens, ulong closes, int depth)
    {
        for (var both = opens | closes; both != 0; both &= both - 1)
        {
            var bit = BitOperations.TrailingZeroCount(both);
            if ((opens >> bit & 1) != 0) depth++;
            else if (--depth == 0) return (bit, 0);
        }

        return (JsonBlock.Size, depth);
    }

    /// <summary>Writes the text without its escapes into the arena; a null start when an escape is not valid.</summary>
    ByteView Unescape(byte* p, byte* end)
    {
        // An escape is never shorter than what it stands for: \uXXXX gives at most 3 bytes, a pair of them 4.
        var start = _unescaped.Take((int)(end - p));
        var to = start;
        while (true)
        {
            var rest = new ReadOnlySpan<byte>(p, (int)(end - p));
            var plain = rest.IndexOf((byte)'\\') is >= 0 and var escape ? escape : rest.Length;
            rest[..plain].CopyTo(new Span<byte>(to, plain));
            to += plain;
            p += plain;
            if (p == end) break;
            if (!JsonEscape.Decode(ref p, end, ref to)) return default;
        }

        return new ByteView(start, (int)(to - start));
    }
}
