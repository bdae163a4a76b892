using System.Text.Unicode;
using ApiSnoop.Recording.Counts;
using ParquetSharp;

namespace ApiSnoop.Recording.Parquet;

/// <summary>
/// What a column was told of its texts before. Those of a table stay where they are for as long as it lives, so that a byte says of each
/// whether it may be written from there; others are copied, and what is no UTF-8 is repaired.
/// </summary>
internal sealed unsafe class PinnedTexts
{
    enum State : byte
    {
        NotSeen,
        MayStay,
        MustBeCopied,
    }

    readonly PinnedBytes _bytes = new();
    State[] _states = [];
    ByteArray[] _copies = [];

    /// <summary>Whether a text may be written from where it is.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="pinned">The texts that stay where they are; empty when none does.</param>
    public bool MayStay(int id, ReadOnlySpan<ByteArray> pinned)
    {
        if (id >= pinned.Length) return false;
        if (id >= _states.Length) Array.Resize(ref _states, Math.Max(id + 1, _states.Length * 2));
        ref var state = ref _states[id];
        if (state == State.NotSeen)
            state = Utf8.IsValid(new ReadOnlySpan<byte>((void*)pinned[id].Pointer, pinned[id].Length)) ? State.MayStay : State.MustBeCopied;
        return state == State.MayStay;
    }

    /// <summary>The copy of a text, which stays where it is for as long as this lives.</summary>
    public ByteArray Copy(int id, ITextSource texts)
    {
        if (id >= _copies.Length) Array.Resize(ref _copies, Math.Max(id + 1, _copies.Length * 2));
        ref var copy = ref _copies[id];
        if (copy.Pointer == 0) copy = _bytes.AddRepaired(texts.Utf8(id));
        return copy;
    }
}
