using System.Runtime.CompilerServices;
namespace ApiSnoop.Recording;

/// <summary>
/// Remembers which requests were counted, so that an event told again is not counted again. Exact for the last two million
/// requests and at best four; 64 MB at most, whatever the size of the log.
/// </summary>
internal sealed class CompletedRequests(int generation = 2_000_000)
{
    ulong[] _current = new ulong[4096];
    ulong[] _previous = [];
    int _count;

    /// <summary>Whether the request was counted.</summary>
    /// <param name="key">The hash of the request's identity; never 0.</param>
    public bool Contains(ulong key) => Find(_current, key) || Find(_previous, key);

    /// <summary>Remembers a request that is not yet known.</summary>
    public void Add(ulong key)
    {
        if (_count == generation)
        {
            // The tables swap, so that memory stays flat from here on.
            (_previous, _current) = (_current, _previous.Length == _current.Length ? _previous : new ulong[_current.Length]);
            Array.Clear(_current);
            _count = 0;
        }

        if (_count * 2 >= _current.Length) Grow();
        Place(_current, key);
        _count++;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static bool Find(ulong[] table, ulong key)
    {
        if (table.Length == 0) return false;
        var mask = table.Length - 1;
        for (var slot = (int)key & mask; ; slot = (slot + 1) & mask)
        {
            var there = table[slot];
            if (there == key) return true;
            if (there == 0) return false;
        }
    }

    static void Place(ulong[] table, ulong key)
    {
        var mask = table.Length - 1;
        var slot = (int)key & mask;
        while (table[slot] != 0) slot = (slot + 1) & mask;
        table[slot] = key;
    }

    void Grow()
    {
        var grown = new ulong[_current.Length * 2];
        foreach (var key in _current)
            if (key != 0)
                Place(grown, key);
        _current = grown;
    }
}
