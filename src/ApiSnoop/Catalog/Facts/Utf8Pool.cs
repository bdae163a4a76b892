namespace ApiSnoop.Catalog.Facts;

/// <summary>One string for each distinct run of bytes, so that thousands of rows share their groups and kinds.</summary>
sealed class Utf8Pool
{
    const uint Prime = 16777619;
    const uint Start = 2166136261;

    (byte[] Bytes, string Text)[] _slots = new (byte[], string)[1024];
    int _count;

    /// <summary>The text of a cell.</summary>
    public string Get(ReadOnlySpan<byte> cell)
    {
        if (cell.IsEmpty) return "";
        var slot = Find(cell);
        if (_slots[slot].Text is { } known) return known;
        if (_count * 2 >= _slots.Length)
        {
            Grow();
            slot = Find(cell);
        }
        _slots[slot] = (cell.ToArray(), TsvCell.Unescape(cell));
        _count++;
        return _slots[slot].Text;
    }

    int Find(ReadOnlySpan<byte> cell)
    {
        var hash = Start;
        foreach (var b in cell) hash = (hash ^ b) * Prime;
        var slot = (int)(hash & (uint)(_slots.Length - 1));
        while (_slots[slot].Text is not null && !cell.SequenceEqual(_slots[slot].Bytes)) slot = (slot + 1) & (_slots.Length - 1);
        return slot;
    }

    void Grow()
    {
        var old = _slots;
        _slots = new (byte[], string)[old.Length * 2];
        foreach (var entry in old)
        {
            if (entry.Text is not null) _slots[Find(entry.Bytes)] = entry;
        }
    }
}
