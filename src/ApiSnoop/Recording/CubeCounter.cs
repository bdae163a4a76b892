using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace ApiSnoop.Recording;

/// <summary>
/// Counts requests by their combination of small numbers in an open addressing table. Beyond its limit of combinations,
/// namespaces and then user agents and users of new ones fall to <see cref="Cube.Other"/>, so that it cannot explode.
/// </summary>
internal sealed class CubeCounter(int limit = 1_000_000)
{
    struct Entry
    {
        public ulong High, Low;
        public long Requests;
    }

    Entry[] _entries = new Entry[8192];

    /// <summary>How many combinations are counted.</summary>
    public int Count { get; private set; }

    /// <summary>Whether the limit was reached, so that new combinations lost their namespace, agent and user.</summary>
    public bool Overflowed { get; private set; }

    /// <summary>Counts one request.</summary>
    public void Add(int target, int agent, int user, int nameSpace, short verb, short code, Dimensions dimensions)
    {
        // Target + 1 keeps the pair (0, 0) free as the mark of an empty entry.
        var high = (ulong)(uint)(target + 1) << 32 | (uint)agent;
        var low = Low(user, nameSpace, verb, code);
        ref var entry = ref Find(high, low);
        if (entry.High == 0)
        {
            if (Count >= limit && !IsOther(agent, user, nameSpace, dimensions))
            {
                AddToOther(target, verb, code, dimensions);
                return;
            }

            entry.High = high;
            entry.Low = low;
            Count++;
            if (Count * 2 > _entries.Length)
            {
                Grow();
                entry = ref Find(high, low);
            }
        }

        entry.Requests++;
    }

    /// <summary>The cells, in no particular order.</summary>
    public ImmutableArray<Cell> ToImmutable()
    {
        var cells = ImmutableArray.CreateBuilder<Cell>(Count);
        foreach (ref readonly var e in _entries.AsSpan())
        {
            if (e.High == 0) continue;
            cells.Add(new Cell(
                (int)(e.High >> 32) - 1, (int)(uint)e.High, (int)(e.Low >> 41), (int)(e.Low >> 18 & 0x7FFFFF),
                (short)(e.Low >> 10 & 0xFF), (short)(e.Low & 0x3FF), e.Requests));
        }

        return cells.MoveToImmutable();
    }

    /// <summary>Packs user (23 bits), namespace (23), verb (8) and code (10); the text tables stay below these limits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong Low(int user, int nameSpace, short verb, short code) =>
        (ulong)(uint)user << 41 | (ulong)(uint)nameSpace << 18 | (ulong)(ushort)verb << 10 | (uint)(code & 0x3FF);

    void AddToOther(int target, short verb, short code, Dimensions dimensions)
    {
        Overflowed = true;
        Add(target, dimensions.Agents.Intern("(other)"u8), dimensions.Users.Intern("(other)"u8),
            dimensions.Namespaces.Intern("(other)"u8), verb, code, dimensions);
    }

    static bool IsOther(int agent, int user, int nameSpace, Dimensions dimensions) =>
        agent == dimensions.Agents.Intern("(other)"u8) && user == dimensions.Users.Intern("(other)"u8)
        && nameSpace == dimensions.Namespaces.Intern("(other)"u8);

    ref Entry Find(ulong high, ulong low)
    {
        var mask = _entries.Length - 1;
        var slot = (int)(ByteHash.Mix(high ^ 0x9E3779B97F4A7C15, low ^ 0xD6E8FEB86659FD93)) & mask;
        while (true)
        {
            ref var entry = ref _entries[slot];
            if (entry.High == 0 || (entry.High == high && entry.Low == low)) return ref entry;
            slot = (slot + 1) & mask;
        }
    }

    void Grow()
    {
        var old = _entries;
        _entries = new Entry[old.Length * 2];
        foreach (ref readonly var e in old.AsSpan())
            if (e.High != 0)
                Find(e.High, e.Low) = e;
    }
}
