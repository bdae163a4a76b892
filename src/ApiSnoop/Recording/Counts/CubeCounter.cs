using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using ApiSnoop.Audit;

namespace ApiSnoop.Recording.Counts;

/// <summary>
/// Counts requests by their combination of small numbers: the combinations in the order in which they were met, found by open
/// addressing. Beyond its limit of combinations, new ones lose their namespace, user agent and user to
/// <see cref="Cube.Other"/>, so that it cannot explode.
/// </summary>
internal sealed class CubeCounter(int limit = 1_000_000)
{
    struct Entry
    {
        public ulong High, Low;
        public long Requests;
    }

    Entry[] _entries = new Entry[4096];

    /// <summary>The entries' numbers, from 1; 0 is free.</summary>
    int[] _slots = new int[16_384];

    /// <summary>How many combinations are counted.</summary>
    public int Count { get; private set; }

    /// <summary>Whether the limit was reached, so that new combinations lost their namespace, agent and user.</summary>
    public bool Overflowed { get; private set; }

    /// <summary>Goes on where a recording ended: its combinations keep their numbers.</summary>
    public void Resume(Cube before, Dimensions dimensions)
    {
        var targets = dimensions.Targets.Numbers(before.Targets);
        var agents = dimensions.Agents.Numbers(before.Agents);
        var users = dimensions.Users.Numbers(before.Users);
        var namespaces = dimensions.Namespaces.Numbers(before.Namespaces);
        var verbs = dimensions.Verbs.Numbers(before.Verbs);
        foreach (ref readonly var cell in before.Cells.AsSpan())
        {
            var high = High(targets[cell.Target], agents[cell.Agent]);
            var low = Low(users[cell.User], namespaces[cell.Namespace], (short)verbs[cell.Verb], cell.Code);
            var number = Append(high, low);
            _entries[number].Requests = cell.Requests;
        }
    }

    /// <summary>Counts one request.</summary>
    /// <returns>The number of its combination, from 0: its index in <see cref="Cube.Cells"/>.</returns>
    public int Add(int target, int agent, int user, int nameSpace, short verb, short code, Dimensions dimensions)
    {
        var high = High(target, agent);
        var low = Low(user, nameSpace, verb, code);
        var number = _slots[Slot(high, low)] - 1;
        if (number < 0)
        {
            if (Count >= limit && !IsOther(agent, user, nameSpace, dimensions)) return AddToOther(target, verb, code, dimensions);
            number = Append(high, low);
        }

        _entries[number].Requests++;
        return number;
    }

    /// <summary>Has the memory fetched where a combination will be looked for soon.</summary>
    public void FetchAhead(int target, int agent, int user, int nameSpace, short verb, short code) =>
        Prefetch.FetchAhead(ref _slots[FirstSlot(High(target, agent), Low(user, nameSpace, verb, code))]);

    /// <summary>The cells in the order of their numbers.</summary>
    public ImmutableArray<Cell> ToImmutable()
    {
        var cells = ImmutableArray.CreateBuilder<Cell>(Count);
        foreach (ref readonly var e in _entries.AsSpan(0, Count))
        {
            cells.Add(new Cell(
                (int)(e.High >> 32), (int)(uint)e.High, (int)(e.Low >> 41), (int)(e.Low >> 18 & 0x7FFFFF),
                (short)(e.Low >> 10 & 0xFF), (short)(e.Low & 0x3FF), e.Requests));
        }

        return cells.MoveToImmutable();
    }

    static ulong High(int target, int agent) => (ulong)(uint)target << 32 | (uint)agent;

    /// <summary>Packs user (23 bits), namespace (23), verb (8) and code (10); the text tables stay below these limits.</summary>
    static ulong Low(int user, int nameSpace, short verb, short code) =>
        (ulong)(uint)user << 41 | (ulong)(uint)nameSpace << 18 | (ulong)(ushort)verb << 10 | (uint)(code & 0x3FF);

    int AddToOther(int target, short verb, short code, Dimensions dimensions)
    {
        Overflowed = true;
        return Add(target, dimensions.Agents.Intern("(other)"u8), dimensions.Users.Intern("(other)"u8),
            dimensions.Namespaces.Intern("(other)"u8), verb, code, dimensions);
    }

    static bool IsOther(int agent, int user, int nameSpace, Dimensions dimensions) =>
        agent == dimensions.Agents.Intern("(other)"u8) && user == dimensions.Users.Intern("(other)"u8)
        && nameSpace == dimensions.Namespaces.Intern("(other)"u8);

    /// <summary>Where the combination's number is, or the free place where it belongs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    int Slot(ulong high, ulong low)
    {
        var mask = _slots.Length - 1;
        var slot = FirstSlot(high, low);
        while (_slots[slot] is not 0 and var number && (_entries[number - 1].High != high || _entries[number - 1].Low != low))
            slot = (slot + 1) & mask;
        return slot;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    int FirstSlot(ulong high, ulong low) => (int)ByteHash.Mix(high ^ 0x9E3779B97F4A7C15, low ^ 0xD6E8FEB86659FD93) & (_slots.Length - 1);

    int Append(ulong high, ulong low)
    {
        if (Count == _entries.Length) Array.Resize(ref _entries, Count * 2);
        if (Count * 2 >= _slots.Length) Grow();
        _entries[Count] = new Entry { High = high, Low = low };
        _slots[Slot(high, low)] = ++Count;
        return Count - 1;
    }

    void Grow()
    {
        _slots = new int[_slots.Length * 2];
        for (var i = 0; i < Count; i++) _slots[Slot(_entries[i].High, _entries[i].Low)] = i + 1;
    }
}
