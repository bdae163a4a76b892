using ApiSnoop.Audit;
using ApiSnoop.Recording.Parquet;
using ParquetSharp;

namespace ApiSnoop.Recording.Rows;

/// <summary>A block of request rows as a recording has them: what is not in their cells.</summary>
/// <param name="Cells">The numbers of their cells.</param>
/// <param name="Received">See <see cref="RequestBatch.Received"/>.</param>
/// <param name="Duration">See <see cref="RequestBatch.Duration"/>.</param>
/// <param name="Stages">The last stage of each.</param>
/// <param name="Ids">The audit ids.</param>
/// <param name="Uris">The URIs.</param>
internal sealed record RecordedRows(int[] Cells, long[] Received, long[] Duration, Stage[] Stages, RowTexts Ids, RowTexts Uris)
{
    static readonly (byte[] Name, Stage Stage)[] s_stages =
        [.. Enum.GetValues<Stage>().Select(s => (System.Text.Encoding.UTF8.GetBytes(s.ToString()), s))];

    /// <summary>How many there are.</summary>
    public int Count => Cells.Length;

    /// <summary>The blocks of a file of rows, each read when it is asked for.</summary>
    /// <exception cref="StoreException">The file is damaged.</exception>
    public static IEnumerable<RecordedRows> In(string path)
    {
        var groups = Safely(path, file => file.FileMetaData.NumRowGroups);
        for (var number = 0; number < groups; number++)
            yield return Safely(path, file =>
            {
                using var reader = file.RowGroup(number);
                return Of(new RequestRowGroup(reader));
            });
    }

    static RecordedRows Of(RequestRowGroup group)
    {
        var (ids, uris, stages) = (new RowTexts(group.Rows), new RowTexts(group.Rows), new Stage[group.Rows]);
        group.AuditIds((_, id) => ids.Add(id));
        group.Uris((_, uri) => uris.Add(uri));
        group.Stages((row, stage) => stages[row] = StageOf(stage));
        return new(group.Cells(), group.Times(), group.Durations(), stages, ids, uris);
    }

    static Stage StageOf(ReadOnlySpan<byte> text)
    {
        foreach (var (name, stage) in s_stages)
            if (text.SequenceEqual(name)) return stage;
        return default;
    }

    static T Safely<T>(string path, Func<ParquetFileReader, T> read)
    {
        try
        {
            using var file = new ParquetFileReader(path);
            return read(file);
        }
        catch (Exception e) when (e is ParquetException or IOException)
        {
            throw new StoreException($"{path} is damaged: {ParquetFailure.In(e)}", e);
        }
    }
}

/// <summary>The texts of a column, one behind the other.</summary>
/// <param name="rows">How many there will be.</param>
internal sealed class RowTexts(int rows)
{
    int _count;

    /// <summary>The bytes of all.</summary>
    public byte[] Bytes { get; private set; } = new byte[rows * 64 + 1];

    /// <summary>Where each begins, and where the last one ends.</summary>
    public int[] Starts { get; } = new int[rows + 1];

    /// <summary>The text of a row.</summary>
    public ReadOnlySpan<byte> this[int row] => Bytes.AsSpan(Starts[row]..Starts[row + 1]);

    /// <summary>Adds the text of the next row.</summary>
    public void Add(ReadOnlySpan<byte> text)
    {
        var start = Starts[_count];
        if (start + text.Length > Bytes.Length)
        {
            var grown = new byte[Math.Max(Bytes.Length * 2, start + text.Length)];
            Bytes.AsSpan(0, start).CopyTo(grown);
            Bytes = grown;
        }

        text.CopyTo(Bytes.AsSpan(start));
        Starts[++_count] = start + text.Length;
    }
}
