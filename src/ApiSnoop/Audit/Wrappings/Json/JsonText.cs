using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;
using ApiSnoop.Audit.Reading;

namespace ApiSnoop.Audit.Wrappings.Json;

/// <summary>Texts of JSON: where they end, and what they say without their escapes.</summary>
internal static class JsonText
{
    /// <summary>Said of a text whose end is not there.</summary>
    public const int NoEnd = -1;

    /// <summary>Said of a text with a line feed in it, which JSON has not.</summary>
    public const int Broken = -2;

    const int Step = 32;

    /// <summary>The place of the closing quote, <see cref="NoEnd"/> or <see cref="Broken"/>.</summary>
    /// <param name="text">What follows the opening quote.</param>
    public static int End(ReadOnlySpan<byte> text)
    {
        ulong escape = 0;
        var at = 0;
        for (; at + JsonBlock.Size <= text.Length; at += JsonBlock.Size)
        {
            Masks(text[at..], out var quotes, out var backslashes, out var lineFeeds);
            if (backslashes != 0 || escape != 0) quotes &= ~JsonBlock.Escaped(backslashes, ref escape);
            if ((quotes | lineFeeds) == 0) continue;
            var stop = BitOperations.TrailingZeroCount(quotes | lineFeeds);
            return (lineFeeds >> stop & 1) == 0 ? at + stop : Broken;
        }

        for (at += escape != 0 ? 1 : 0; at < text.Length; at++)
        {
            if (text[at] == '"') return at;
            if (text[at] == '\n') return Broken;
            if (text[at] == '\\') at++;
        }

        return NoEnd;
    }

    /// <summary>Writes a text without its escapes. An escape is never shorter than what it stands for.</summary>
    /// <param name="raw">What stands between the quotes. An escape at its end may be cut off, and is left out then.</param>
    /// <param name="to">As much room as there are raw bytes.</param>
    /// <returns>How much was written; -1 if JSON knows no such escape.</returns>
    public static unsafe int Unescape(ReadOnlySpan<byte> raw, Span<byte> to)
    {
        fixed (byte* start = raw, written = to)
        {
            byte* p = start, end = start + raw.Length, q = written;
            while (p < end)
            {
                p += Plain(p, end, q, out var copied);
                q += copied;
                if (p >= end || *p != '\\') continue;
                if (p + 1 == end) break;
                if (p[1] is (byte)'"' or (byte)'\\')
                {
                    *q++ = p[1];
                    p += 2;
                }
                else if (!JsonEscape.Decode(ref p, end, ref q))
                {
                    return p[1] == 'u' && end - p < 6 ? (int)(q - written) : -1;
                }
            }

            return (int)(q - written);
        }
    }

    /// <summary>
    /// A value as text: a text without its quotes and escapes, the first of an array, nothing for null, else what stands there.
    /// </summary>
    public static string Of(ReadOnlySpan<byte> value)
    {
        if (!value.IsEmpty && value[0] == '[')
        {
            var elements = new JsonMembers(value);
            return elements.NextElement() ? Of(elements.Value) : "";
        }

        if (value.IsEmpty || value.SequenceEqual("null"u8)) return "";
        if (value[0] != '"') return Encoding.UTF8.GetString(value);
        var raw = value[1..^1];
        if (!raw.Contains((byte)'\\')) return Encoding.UTF8.GetString(raw);
        var plain = new byte[raw.Length];
        var length = Unescape(raw, plain);
        return length < 0 ? "" : Encoding.UTF8.GetString(plain.AsSpan(0, length));
    }

    /// <summary>A key as text.</summary>
    public static string OfKey(ReadOnlySpan<byte> key) => Encoding.UTF8.GetString(key);

    /// <summary>Copies up to the next backslash, or 32 bytes.</summary>
    static unsafe int Plain(byte* p, byte* end, byte* to, out int copied)
    {
        if (end - p >= Step)
        {
            var v = Vector256.Load(p);
            v.Store(to);
            return copied = BitOperations.TrailingZeroCount(
                Vector256.Equals(v, Vector256.Create((byte)'\\')).ExtractMostSignificantBits() | 1UL << Step);
        }

        copied = 0;
        for (; p + copied < end && p[copied] != '\\'; copied++) to[copied] = p[copied];
        return copied;
    }

    static void Masks(ReadOnlySpan<byte> text, out ulong quotes, out ulong backslashes, out ulong lineFeeds)
    {
        quotes = backslashes = lineFeeds = 0;
        ref var start = ref MemoryMarshal.GetReference(text);
        for (var i = 0; i < JsonBlock.Size; i += Step)
        {
            var v = Vector256.LoadUnsafe(ref start, (nuint)i);
            quotes |= (ulong)Vector256.Equals(v, Vector256.Create((byte)'"')).ExtractMostSignificantBits() << i;
            backslashes |= (ulong)Vector256.Equals(v, Vector256.Create((byte)'\\')).ExtractMostSignificantBits() << i;
            lineFeeds |= (ulong)Vector256.Equals(v, Vector256.Create((byte)'\n')).ExtractMostSignificantBits() << i;
        }
    }
}
