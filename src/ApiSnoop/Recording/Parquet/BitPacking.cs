using System.Buffers.Binary;
using System.Numerics;

namespace ApiSnoop.Recording.Parquet;

/// <summary>Parquet's mix of run-length and bit-packed numbers, used for dictionary indexes and for which rows are null.</summary>
internal static class BitPacking
{
    /// <summary>Bits needed for indexes below <paramref name="count"/>; never 0, which some readers stumble over.</summary>
    public static int Width(int count) => Math.Max(1, BitOperations.Log2((uint)Math.Max(1, count - 1)) + 1);

    /// <summary>One run of the same value.</summary>
    public static void AddRun(ByteSink sink, int value, int count, int width)
    {
        sink.AddVarint((ulong)count << 1);
        for (var bits = 0; bits < width; bits += 8) sink.Add((byte)(value >> bits));
    }

    /// <summary>All values bit-packed; repetition is left to the compression that follows.</summary>
    public static void AddPacked(ByteSink sink, ReadOnlySpan<int> values, int width)
    {
        var groups = (values.Length + 7) / 8;
        sink.AddVarint((ulong)groups << 1 | 1);
        var size = groups * width;
        var room = sink.Reserve(size + 8);
        ulong held = 0;
        int bits = 0, at = 0;
        foreach (var value in values)
        {
            held |= (ulong)(uint)value << bits;
            bits += width;
            if (bits < 32) continue;
            BinaryPrimitives.WriteUInt32LittleEndian(room[at..], (uint)held);
            held >>= 32;
            bits -= 32;
            at += 4;
        }

        BinaryPrimitives.WriteUInt64LittleEndian(room[at..], held);
        if (size > at + 8) room[(at + 8)..size].Clear();
        sink.Advance(size);
    }

    /// <summary>Reads values until <paramref name="into"/> is full.</summary>
    public static void Read(ReadOnlySpan<byte> from, Span<int> into, int width)
    {
        var position = 0;
        for (var filled = 0; filled < into.Length;)
        {
            var header = (uint)ReadVarint(from, ref position);
            filled += (header & 1) == 0
                ? ReadRun(from, ref position, into[filled..], (int)(header >> 1), width)
                : ReadPacked(from, ref position, into[filled..], (int)(header >> 1), width);
        }
    }

    public static ulong ReadVarint(ReadOnlySpan<byte> from, ref int position)
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = from[position++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80) return value;
        }

        throw new InvalidDataException("a number in the Parquet file is too long");
    }

    static int ReadRun(ReadOnlySpan<byte> from, ref int position, Span<int> into, int count, int width)
    {
        var value = 0;
        for (var bits = 0; bits < width; bits += 8) value |= from[position++] << bits;
        count = Math.Min(count, into.Length);
        if (count == 0) throw new InvalidDataException("an empty run in the Parquet file");
        into[..count].Fill(value);
        return count;
    }

    static int ReadPacked(ReadOnlySpan<byte> from, ref int position, Span<int> into, int groups, int width)
    {
        var packed = from.Slice(position, checked(groups * width));
        var count = Math.Min(groups * 8, into.Length);
        if (count == 0) throw new InvalidDataException("an empty run in the Parquet file");
        var mask = (1UL << width) - 1;
        ulong held = 0;
        int bits = 0, at = 0;
        for (var i = 0; i < count; i++)
        {
            for (; bits < width; bits += 8) held |= (ulong)packed[at++] << bits;
            into[i] = (int)(held & mask);
            held >>= width;
            bits -= width;
        }

        position += packed.Length;
        return count;
    }
}
