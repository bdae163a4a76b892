using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ApiSnoop.Audit.Reading;

/// <summary>
/// Bit masks over 64 bytes of JSON, one bit a byte: the idea of simdjson (Langdale, Lemire 2019), in the widest vectors
/// that the machine has.
/// </summary>
internal static unsafe class JsonBlock
{
    public const int Size = 64;

    /// <summary>Where the 64 bytes hold a quote, a backslash or a line feed: what ends the plain run of a string.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong StringStops(byte* p)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            var v = Vector512.Load(p);
            return (Vector512.Equals(v, Vector512.Create((byte)'"'))
                | Vector512.Equals(v, Vector512.Create((byte)'\\'))
                | Vector512.Equals(v, Vector512.Create((byte)'\n'))).ExtractMostSignificantBits();
        }

        if (Vector256.IsHardwareAccelerated)
            return StringStops256(p) | (ulong)StringStops256(p + 32) << 32;
        return StringStops128(p) | (ulong)StringStops128(p + 16) << 16
            | (ulong)StringStops128(p + 32) << 32 | (ulong)StringStops128(p + 48) << 48;
    }

    /// <summary>The same for 32 bytes, which most texts fit in.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint StringStops32(byte* p) =>
        Vector256.IsHardwareAccelerated ? StringStops256(p) : StringStops128(p) | StringStops128(p + 16) << 16;

    /// <summary>The masks that skipping a value needs.</summary>
    /// <returns>Whether the block holds a backslash or a line feed, too; <see cref="Odd"/> tells where.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Structure(byte* p, out ulong quotes, out ulong opens, out ulong closes)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            var v = Vector512.Load(p);
            // Setting bit 5 folds [ onto { and ] onto }, so one comparison finds both.
            var folded = v | Vector512.Create((byte)0x20);
            quotes = Vector512.Equals(v, Vector512.Create((byte)'"')).ExtractMostSignificantBits();
            opens = Vector512.Equals(folded, Vector512.Create((byte)'{')).ExtractMostSignificantBits();
            closes = Vector512.Equals(folded, Vector512.Create((byte)'}')).ExtractMostSignificantBits();
            return (Vector512.Equals(v, Vector512.Create((byte)'\\')) | Vector512.Equals(
                v, Vector512.Create((byte)'\n'))) != Vector512<byte>.Zero;
        }

        if (Vector256.IsHardwareAccelerated)
        {
            var odd = Structure256(p, out var q0, out var o0, out var c0) | Structure256(p + 32, out var q1, out var o1, out var c1);
            quotes = q0 | (ulong)q1 << 32;
            opens = o0 | (ulong)o1 << 32;
            closes = c0 | (ulong)c1 << 32;
            return odd != Vector256<byte>.Zero;
        }

        quotes = opens = closes = 0;
        for (var i = 0; i < Size; i += 16)
        {
            var v = Vector128.Load(p + i);
            var folded = v | Vector128.Create((byte)0x20);
            quotes |= (ulong)Vector128.Equals(v, Vector128.Create((byte)'"')).ExtractMostSignificantBits() << i;
            opens |= (ulong)Vector128.Equals(folded, Vector128.Create((byte)'{')).ExtractMostSignificantBits() << i;
            closes |= (ulong)Vector128.Equals(folded, Vector128.Create((byte)'}')).ExtractMostSignificantBits() << i;
        }

        return true;
    }

    /// <summary>Where a block holds what few blocks do.</summary>
    public static void Odd(byte* p, out ulong backslashes, out ulong lineFeeds)
    {
        backslashes = lineFeeds = 0;
        for (var i = 0; i < Size; i += 16)
        {
            var v = Vector128.Load(p + i);
            backslashes |= (ulong)Vector128.Equals(v, Vector128.Create((byte)'\\')).ExtractMostSignificantBits() << i;
            lineFeeds |= (ulong)Vector128.Equals(v, Vector128.Create((byte)'\n')).ExtractMostSignificantBits() << i;
        }
    }

    /// <summary>Turns quotes into the spans between them: bit i is the parity of the quotes up to and including i.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong InsideQuotes(ulong quotes)
    {
        if (Pclmulqdq.IsSupported)
            return Pclmulqdq.CarrylessMultiply(Vector128.CreateScalar(quotes), Vector128<ulong>.AllBitsSet, 0).ToScalar();
        quotes ^= quotes << 1;
        quotes ^= quotes << 2;
        quotes ^= quotes << 4;
        quotes ^= quotes << 8;
        quotes ^= quotes << 16;
        return quotes ^ quotes << 32;
    }

    /// <summary>Which characters are escaped by a backslash before them.</summary>
    /// <param name="backslashes">The backslashes of this block.</param>
    /// <param name="carry">1 when the block's first character is escaped by the block before; set for the next block.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Escaped(ulong backslashes, ref ulong carry)
    {
        if (backslashes == 0)
        {
            var only = carry;
            carry = 0;
            return only;
        }

        const ulong Odd = 0xAAAAAAAAAAAAAAAA;
        var escaping = backslashes & ~carry;
        var maybe = escaping << 1;
        var sequences = (maybe | Odd) - escaping;
        var codes = sequences ^ Odd;
        var escaped = codes ^ (backslashes | carry);
        carry = (codes & backslashes) >> 63;
        return escaped;
    }

    /// <summary>Each stop's byte at the place of its low nibble, and elsewhere what no byte of that nibble is.</summary>
    static Vector256<byte> StopOfNibble
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.Create(
            0xFF, 0, (byte)'"', 0, 0, 0, 0, 0, 0, 0, (byte)'\n', 0, (byte)'\\', 0, 0, 0,
            0xFF, 0, (byte)'"', 0, 0, 0, 0, 0, 0, 0, (byte)'\n', 0, (byte)'\\', 0, 0, 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static uint StringStops256(byte* p)
    {
        var v = Vector256.Load(p);
        // The three stops differ in their low nibble, so one look-up and one comparison find them all.
        if (Avx2.IsSupported) return Vector256.Equals(v, Avx2.Shuffle(StopOfNibble, v)).ExtractMostSignificantBits();
        return (Vector256.Equals(v, Vector256.Create((byte)'"'))
            | Vector256.Equals(v, Vector256.Create((byte)'\\'))
            | Vector256.Equals(v, Vector256.Create((byte)'\n'))).ExtractMostSignificantBits();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static uint StringStops128(byte* p)
    {
        var v = Vector128.Load(p);
        return (Vector128.Equals(v, Vector128.Create((byte)'"'))
            | Vector128.Equals(v, Vector128.Create((byte)'\\'))
            | Vector128.Equals(v, Vector128.Create((byte)'\n'))).ExtractMostSignificantBits();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<byte> Structure256(byte* p, out uint quotes, out uint opens, out uint closes)
    {
        var v = Vector256.Load(p);
        var folded = v | Vector256.Create((byte)0x20);
        quotes = Vector256.Equals(v, Vector256.Create((byte)'"')).ExtractMostSignificantBits();
        opens = Vector256.Equals(folded, Vector256.Create((byte)'{')).ExtractMostSignificantBits();
        closes = Vector256.Equals(folded, Vector256.Create((byte)'}')).ExtractMostSignificantBits();
        return Vector256.Equals(v, Vector256.Create((byte)'\\')) | Vector256.Equals(v, Vector256.Create((byte)'\n'));
    }
}
