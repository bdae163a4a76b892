using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Unicode;
using ParquetSharp;
using Encoding = System.Text.Encoding;

namespace ApiSnoop.Recording.Parquet;

/// <summary>
/// Keeps texts where the native Parquet library can read them: in arrays that the garbage collector never moves, one after the
/// other. They live as long as this object does.
/// </summary>
internal sealed unsafe class PinnedBytes
{
    const int BlockSize = 1 << 16;
    readonly List<byte[]> _blocks = [];
    int _room;

    /// <summary>Copies a text; bytes that are no UTF-8 become the replacement character, since readers refuse them.</summary>
    public ByteArray AddRepaired(ReadOnlySpan<byte> text) =>
        Add(Utf8.IsValid(text) ? text : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text)));

    /// <summary>Copies a text as it is.</summary>
    public ByteArray Add(ReadOnlySpan<byte> text)
    {
        if (text.Length > _room || _blocks.Count == 0) AddBlock(text.Length);
        var block = _blocks[^1];
        var start = block.Length - _room;
        text.CopyTo(block.AsSpan(start));
        _room -= text.Length;
        return new ByteArray((nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(block)) + start, text.Length);
    }

    void AddBlock(int least)
    {
        _blocks.Add(GC.AllocateUninitializedArray<byte>(Math.Max(least, BlockSize), pinned: true));
        _room = _blocks[^1].Length;
    }
}
