using System.Numerics;
using System.Runtime.CompilerServices;
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
                Plain(ref p, end, ref q);
                if (p >= end) break;
                if (p + 1 == end) break;
                if (!JsonEscape.Decode(ref p, end, ref q)) return p[1] == 'u' && end - p < 6 ? (int)(q - written) : -1;
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

    /// <summary>Copies up to the next escape that is more than a backslash before the character itself.</summary>
    static unsafe void Plain(ref byte* p, byte* end, ref byte* q)
    {
        // Blocks are copied whole, and the next copy overwrites what is too much.
        while (end - p > JsonBlock.Size + Step)
        {
            var escapes = Backslashes(p);
            var at = 0;
            for (; escapes != 0; escapes &= escapes - 1)
            {
                var escape = BitOperations.TrailingZeroCount(escapes);
                Copy(p + at, ref q, escape - at);
                at = escape;
                var escaped = p[escape + 1];
                if (escaped is not ((byte)'"' or (byte)'\\'))
                {
                    p += at;
                    return;
                }

                at++;
                if (escaped == '"') continue;
                // A backslash that is escaped escapes nothing; it may be the first of the next block.
                if (escape == JsonBlock.Size - 1)
                {
                    *q++ = escaped;
                    at++;
                }

                escapes &= ~(2UL << escape);
            }

            if (at < JsonBlock.Size) Copy(p + at, ref q, JsonBlock.Size - at);
            p += Math.Max(at, JsonBlock.Size);
        }

        for (; p < end; p++)
        {
            if (*p == '\\')
            {
                if (p + 1 == end || p[1] is not ((byte)'"' or (byte)'\\')) return;
                p++;
            }

            *q++ = *p;
        }
    }

    /// <summary>Copies up to 64 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static unsafe void Copy(byte* from, ref byte* to, int length)
    {
        Vector256.Load(from).Store(to);
        if (length > Step) Vector256.Load(from + Step).Store(to + Step);
        to += length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static unsafe ulong Backslashes(byte* p) =>
        Vector256.Equals(Vector256.Load(p), Vector256.Create((byte)'\\')).ExtractMostSignificantBits()
            | (ulong)Vector256.Equals(Vector256.Load(p + Step), Vector256.Create((byte)'\\')).ExtractMostSignificantBits() << Step;

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
