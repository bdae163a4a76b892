namespace ApiSnoop.Recording.Parquet;

/// <summary>Numbers the ids that a column really uses from 0 in the order of their first use: its dictionary.</summary>
internal sealed class LocalIds
{
    int[] _locals = [], _used = [], _indexes = [];
    int _count;

    /// <summary>The ids used, in the order of their numbers.</summary>
    public ReadOnlySpan<int> Used => _used.AsSpan(0, _count);

    /// <summary>The numbers of the ids that are not negative.</summary>
    public ReadOnlySpan<int> Number(ReadOnlySpan<int> ids, int present)
    {
        foreach (var id in Used) _locals[id] = 0;
        _count = 0;
        if (_indexes.Length < present) _indexes = new int[present];
        var at = 0;
        foreach (var id in ids)
        {
            if (id < 0) continue;
            if (id >= _locals.Length) Array.Resize(ref _locals, Math.Max(id + 1, _locals.Length * 2));
            var local = _locals[id];
            if (local == 0) local = Add(id);
            _indexes[at++] = local - 1;
        }

        return _indexes.AsSpan(0, at);
    }

    int Add(int id)
    {
        if (_count == _used.Length) Array.Resize(ref _used, Math.Max(64, _count * 2));
        _used[_count++] = id;
        return _locals[id] = _count;
    }
}
