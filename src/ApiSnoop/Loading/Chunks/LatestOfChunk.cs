using System.Runtime.CompilerServices;

namespace ApiSnoop.Loading.Chunks;

/// <summary>Where in a chunk each request was told of last: open addressing over the requests' keys, emptied for every chunk.</summary>
internal sealed class LatestOfChunk
{
    (ulong Key, int At)[] _entries = new (ulong, int)[4096];
    int _count;

    /// <summary>Forgets the last chunk.</summary>
    public void Clear()
    {
        if (_count > 0) Array.Clear(_entries);
        _count = 0;
    }

    /// <summary>The place of a request, which is <paramref name="at"/> when it was not met before.</summary>
    /// <param name="key">The request's key, never 0.</param>
    /// <param name="at">Where it is met now.</param>
    public ref int Find(ulong key, int at)
    {
        if (_count * 2 >= _entries.Length) Grow();
        ref var entry = ref Slot(key);
        if (entry.Key == 0)
        {
            entry = (key, at);
            _count++;
        }

        return ref entry.At;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    ref (ulong Key, int At) Slot(ulong key)
    {
        var mask = _entries.Length - 1;
        for (var slot = (int)(key >> 32) & mask; ; slot = (slot + 1) & mask)
        {
            ref var entry = ref _entries[slot];
            if (entry.Key == key || entry.Key == 0) return ref entry;
        }
    }

    void Grow()
    {
        var old = _entries;
        _entries = new (ulong, int)[old.Length * 2];
        foreach (var entry in old)
            if (entry.Key != 0)
                Slot(entry.Key) = entry;
    }
}
