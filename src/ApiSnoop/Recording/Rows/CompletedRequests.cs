using System.Runtime.CompilerServices;
using ApiSnoop.Audit;

namespace ApiSnoop.Recording.Rows;

/// <summary>
/// Remembers which requests were counted, so that an event told again is not counted again. Exact for the last two million
/// requests and at best four; 50 MB at most, whatever the size of the log. What a recording counted before is never forgotten.
/// </summary>
internal sealed class CompletedRequests(CountedRequests before, int generation = 2_000_000)
{
    /// <summary>Three quarters of a power of two: what holds a generation is then neither half empty nor crowded.</summary>
    ulong[] _current = new ulong[3072];
    ulong[] _previous = [];
    int _count;

    /// <summary>Whether the request was counted.</summary>
    /// <param name="key">The hash of the request's identity; never 0.</param>
    public bool Contains(ulong key) => Find(_current, key) || Find(_previous, key) || WasBefore(key);

    /// <summary>Has the memory fetched where a request will be looked for soon: these tables are larger than any cache.</summary>
    public void FetchAhead(ulong key)
    {
        Prefetch.FetchAhead(ref _current[FirstSlot(_current, key)]);
        if (_previous.Length > 0) Prefetch.FetchAhead(ref _previous[FirstSlot(_previous, key)]);
    }

    /// <summary>Remembers a request.</summary>
    /// <returns>False when it was known already.</returns>
    public bool Add(ulong key)
    {
        if (Find(_previous, key) || WasBefore(key)) return false;
        ref var slot = ref Slot(_current, key);
        if (slot == key) return false;
        if (_count == generation || _count * 3L >= _current.Length * 2L)
        {
            if (_count == generation) StartGeneration();
            else Grow();
            slot = ref Slot(_current, key);
        }

        slot = key;
        _count++;
        return true;
    }

    bool WasBefore(ulong key) => before.Count > 0 && before.Contains(key);

    static bool Find(ulong[] table, ulong key) => table.Length > 0 && Slot(table, key) == key;

    /// <summary>Where the key is, or the empty place where it belongs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ref ulong Slot(ulong[] table, ulong key)
    {
        for (var slot = FirstSlot(table, key); ; slot = slot + 1 < table.Length ? slot + 1 : 0)
        {
            ref var there = ref table[slot];
            if (there == key || there == 0) return ref there;
        }
    }

    /// <summary>The key's upper half as a part of the table's length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int FirstSlot(ulong[] table, ulong key) => (int)((key >> 32) * (ulong)table.Length >> 32);

    /// <summary>The tables swap, so that memory stays flat from here on.</summary>
    void StartGeneration()
    {
        (_previous, _current) = (_current, _previous.Length == _current.Length ? _previous : Prefetch.Scattered<ulong>(_current.Length));
        Array.Clear(_current);
        _count = 0;
    }

    /// <summary>In large steps: what they leave behind is garbage for as long as nothing else makes any.</summary>
    void Grow()
    {
        var grown = Prefetch.Scattered<ulong>(_current.Length * 4);
        foreach (var key in _current)
            if (key != 0)
                Slot(grown, key) = key;
        _current = grown;
    }
}
