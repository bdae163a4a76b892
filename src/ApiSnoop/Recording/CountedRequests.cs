using ParquetSharp;

namespace ApiSnoop.Recording;

/// <summary>
/// Who was counted before: the requests of a recording that an appending load may meet again, because the log has grown since,
/// or because a request was in flight where one log ended and the next began.
/// </summary>
/// <param name="Keys">Their identities, sorted; see <see cref="RequestKey"/>.</param>
/// <param name="All">Whether these are all that were asked for, and not only the newest.</param>
internal sealed record CountedRequests(ulong[] Keys, bool All)
{
    /// <summary>How many are kept at most: 8 bytes each.</summary>
    const int Most = 16_000_000;

    /// <summary>Nobody.</summary>
    public static CountedRequests None { get; } = new([], true);

    /// <summary>Reads them from a recording's rows.</summary>
    /// <param name="files">The Parquet files of rows, in the order in which they were written.</param>
    /// <param name="since">From when on requests matter, microseconds since 1970 UTC.</param>
    /// <param name="most">How many to keep.</param>
    /// <exception cref="StoreException">A file is damaged.</exception>
    public static CountedRequests Since(IReadOnlyList<string> files, long since, int most = Most)
    {
        var keys = new List<ulong>();
        var all = true;
        for (var i = files.Count - 1; i >= 0 && all; i--)
        {
            try
            {
                all = Add(files[i], since, most, keys);
            }
            catch (Exception e) when (e is ParquetException or IOException)
            {
                throw new StoreException($"{files[i]} is damaged: {ParquetTrouble.In(e)}", e);
            }
        }

        keys.Sort();
        return new([.. keys], all);
    }

    /// <returns>False when there are more than are kept.</returns>
    static bool Add(string path, long since, int most, List<ulong> keys)
    {
        using var file = new ParquetFileReader(path);
        for (var number = file.FileMetaData.NumRowGroups - 1; number >= 0; number--)
        {
            using var group = file.RowGroup(number);
            if (Newest(group) < since) continue;
            if (keys.Count + group.MetaData.NumRows > most) return false;
            Add(group, since, keys);
        }

        return true;
    }

    /// <summary>A group whose file does not tell is looked at.</summary>
    static long Newest(RowGroupReader group)
    {
        using var column = group.MetaData.GetColumnChunkMetaData(Index("received"));
        using var statistics = column.Statistics as Statistics<long>;
        return statistics is { HasMinMax: true } ? statistics.Max : long.MaxValue;
    }

    static unsafe void Add(RowGroupReader group, long since, List<ulong> keys)
    {
        var rows = checked((int)group.MetaData.NumRows);
        var received = Times(group, rows);
        using var reader = (ColumnReader<ByteArray>)group.Column(Index("audit_id"));
        var ids = new ByteArray[rows];
        var row = 0;
        while (reader.HasNext)
        {
            // What a batch points to is there until the next.
            reader.ReadBatch(ids.Length, default, default, ids, out var read);
            for (var i = 0; i < read; i++, row++)
                if (received[row] is { } time && time >= since && ids[i].Length > 0)
                    keys.Add(RequestKey.Of(new ReadOnlySpan<byte>((void*)ids[i].Pointer, ids[i].Length), time));
        }
    }

    static long?[] Times(RowGroupReader group, int rows)
    {
        using var reader = (ColumnReader<long>)group.Column(Index("received"));
        var (values, levels, times) = (new long[rows], new short[rows], new long?[rows]);
        var row = 0;
        while (reader.HasNext)
        {
            var count = (int)reader.ReadBatch(rows, levels, default, values, out _);
            var next = 0;
            for (var i = 0; i < count; i++, row++) times[row] = levels[i] == 0 ? null : values[next++];
        }

        return times;
    }

    static int Index(string column) => Array.FindIndex(RequestRows.Columns, c => c.Name == column);
}
