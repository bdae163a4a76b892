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
        public long Requests, First, Last;
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
        var renumbered = new RenumberedCells(before, dimensions);
        foreach (ref readonly var cell in before.Cells.AsSpan())
        {
            var facts = RenumberedCells.FactsOf(renumbered.Of(cell));
            var number = Append(facts.High, facts.Low);
            ref var entry = ref _entries[number];
            (entry.Requests, entry.First, entry.Last) = (cell.Requests, cell.FirstMicros, cell.LastMicros);
        }
    }

    /// <summary>Counts one request.</summary>
    /// <param name="facts">Its combination.</param>
    /// <param name="received">When it was received, microseconds since 1970 UTC, or <see cref="AuditEvent.NoTime"/>.</param>
    /// <param name="dimensions">The tables of the load.</param>
    /// <returns>The number of its combination, from 0: its index in <see cref="Cube.Cells"/>.</returns>
    public int Add(in CellFacts facts, long received, Dimensions dimensions)
    {
        var number = _slots[Slot(facts.High, facts.Low)] - 1;
        if (number < 0)
        {
            if (Count >= limit && !IsOther(facts, dimensions)) return AddToOther(facts, received, dimensions);
            number = Append(facts.High, facts.Low);
        }

        ref var entry = ref _entries[number];
        entry.Requests++;
        if (received == AuditEvent.NoTime) return number;
        if (received > entry.Last) entry.Last = received;
        if (received < entry.First || entry.First == 0) entry.First = received;
        return number;
    }

    /// <summary>Has the memory fetched where a combination will be looked for soon.</summary>
    public void FetchAhead(in CellFacts facts) => Prefetch.FetchAhead(ref _slots[FirstSlot(facts.High, facts.Low)]);

    /// <summary>The cells in the order of their numbers.</summary>
    public ImmutableArray<Cell> ToImmutable()
    {
        var cells = ImmutableArray.CreateBuilder<Cell>(Count);
        foreach (ref readonly var e in _entries.AsSpan(0, Count))
        {
            var facts = new CellFacts(e.High, e.Low);
            cells.Add(new Cell(facts.Target, facts.Agent, facts.User, facts.Namespace, facts.Verb, facts.Code, e.Requests)
            {
                Impersonator = facts.Impersonator,
                Deprecation = facts.Deprecation,
                FirstMicros = e.First,
                LastMicros = e.Last,
            });
        }

        return cells.MoveToImmutable();
    }

    int AddToOther(in CellFacts facts, long received, Dimensions dimensions)
    {
        Overflowed = true;
        var other = new CellFacts(
            facts.Target, dimensions.Agents.Intern("(other)"u8), dimensions.Users.Intern("(other)"u8), 0,
            dimensions.Namespaces.Intern("(other)"u8), facts.Verb, facts.Code, facts.Deprecation);
        return Add(other, received, dimensions);
    }

    static bool IsOther(in CellFacts facts, Dimensions dimensions) =>
        facts.Agent == dimensions.Agents.Intern("(other)"u8) && facts.User == dimensions.Users.Intern("(other)"u8)
        && facts.Namespace == dimensions.Namespaces.Intern("(other)"u8) && facts.Impersonator == 0;

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
