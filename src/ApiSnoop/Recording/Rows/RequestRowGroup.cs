using ParquetSharp;

namespace ApiSnoop.Recording.Rows;

/// <summary>A block of request rows as it is read back, column by column.</summary>
/// <remarks>For what asks every row one plain question; anything else is for SQL.</remarks>
internal sealed unsafe class RequestRowGroup(RowGroupReader group)
{
    static readonly int s_received = Index("received"), s_cell = Index("cell"), s_auditId = Index("audit_id");
    static readonly int s_verb = Index("verb"), s_uri = Index("request_uri"), s_duration = Index("duration_us"), s_stage = Index("stage");

    public int Rows { get; } = checked((int)group.MetaData.NumRows);

    /// <summary>
    /// The earliest and the latest time of receipt, and whether every row has one; from all times, with gaps, where the file
    /// does not tell.
    /// </summary>
    public (long First, long Last, bool AllTimed) Received()
    {
        using var column = group.MetaData.GetColumnChunkMetaData(s_received);
        using var statistics = column.Statistics as Statistics<long>;
        return statistics is { HasMinMax: true }
            ? (statistics.Min, statistics.Max, statistics.NullCount == 0)
            : (long.MinValue, long.MaxValue, false);
    }

    /// <summary>When each request was received, microseconds since 1970 UTC, or <see cref="RequestBatch.Unknown"/>.</summary>
    public long[] Times() => Longs(s_received);

    /// <summary>How long each took in microseconds, or <see cref="RequestBatch.Unknown"/>.</summary>
    public long[] Durations() => Longs(s_duration);

    long[] Longs(int index)
    {
        using var reader = (ColumnReader<long>)group.Column(index);
        var (values, levels, times) = (new long[Rows], new short[Rows], new long[Rows]);
        var row = 0;
        while (reader.HasNext)
        {
            var count = (int)reader.ReadBatch(Rows, levels, default, values, out _);
            var next = 0;
            for (var i = 0; i < count; i++) times[row++] = levels[i] == 0 ? RequestBatch.Unknown : values[next++];
        }

        return times;
    }

    /// <summary>The number of each request's cell.</summary>
    public int[] Cells()
    {
        using var reader = (ColumnReader<int>)group.Column(s_cell);
        var cells = new int[Rows];
        for (var row = 0; reader.HasNext;) row += (int)reader.ReadBatch(Rows - row, default, default, cells.AsSpan(row), out _);
        return cells;
    }

    /// <summary>Reads the audit ids.</summary>
    /// <param name="take">Takes a row's number and its id.</param>
    public void AuditIds(Action<int, ReadOnlySpan<byte>> take) => Texts(s_auditId, take);

    /// <summary>Reads the verbs in the same way.</summary>
    public void Verbs(Action<int, ReadOnlySpan<byte>> take) => Texts(s_verb, take);

    /// <summary>Reads the URIs in the same way.</summary>
    public void Uris(Action<int, ReadOnlySpan<byte>> take) => Texts(s_uri, take);

    /// <summary>Reads the names of the last stages in the same way.</summary>
    public void Stages(Action<int, ReadOnlySpan<byte>> take) => Texts(s_stage, take);

    void Texts(int index, Action<int, ReadOnlySpan<byte>> take)
    {
        using var reader = (ColumnReader<ByteArray>)group.Column(index);
        var ids = new ByteArray[Rows];
        var row = 0;
        while (reader.HasNext)
        {
            // What a batch points to is there until the next.
            reader.ReadBatch(Rows, default, default, ids, out var read);
            for (var i = 0; i < read; i++) take(row++, new ReadOnlySpan<byte>((void*)ids[i].Pointer, ids[i].Length));
        }
    }

    static int Index(string column) => Array.FindIndex(RequestRows.Columns, c => c.Name == column);
}
