using System.Runtime.InteropServices;
using ApiSnoop.Audit.Reading;

namespace ApiSnoop.Loading.Chunks;

/// <summary>A piece of one input, cut where a document starts, in memory that does not move.</summary>
internal sealed unsafe class Chunk
{
    public const int UsualSize = 1 << 20;

    byte[] _bytes = GC.AllocateUninitializedArray<byte>(UsualSize + EventScanner.Slack, pinned: true);

    public int Length { get; set; }

    /// <summary>How many bytes fit.</summary>
    public int Capacity => _bytes.Length - EventScanner.Slack;

    public byte* Start => (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(_bytes, 0);

    public Span<byte> Bytes => _bytes.AsSpan(0, Length);

    /// <summary>The free space behind the bytes.</summary>
    public Span<byte> Free => _bytes.AsSpan(Length, Capacity - Length);

    /// <summary>Doubles the space, up to the limit, and keeps the bytes.</summary>
    public void Grow(int limit)
    {
        var grown = GC.AllocateUninitializedArray<byte>(Math.Min(Capacity * 2, limit) + EventScanner.Slack, pinned: true);
        Bytes.CopyTo(grown);
        _bytes = grown;
    }

    /// <summary>Gives up the space that a huge document needed, so that memory does not stay at its peak.</summary>
    public void Shrink()
    {
        Length = 0;
        if (Capacity > 8 * UsualSize) _bytes = GC.AllocateUninitializedArray<byte>(UsualSize + EventScanner.Slack, pinned: true);
    }

    /// <summary>Writes the zeros that the reader needs behind the bytes.</summary>
    public void Seal() => _bytes.AsSpan(Length, EventScanner.Slack).Clear();
}
