using System.Buffers;
using ParquetSharp;
using ParquetSharp.IO;
using Encoding = System.Text.Encoding;

namespace ApiSnoop.Recording.Parquet;

/// <summary>Reads the columns of a Parquet file that is in memory.</summary>
internal sealed unsafe class ParquetReader : IDisposable
{
    const int LargestBatch = 1 << 16;
    readonly int _batch;
    readonly short[] _levels;
    readonly MemoryHandle _pinned;
    readonly ParquetSharp.IO.Buffer _buffer;
    readonly BufferReader _source;
    readonly ParquetFileReader _file;

    public ParquetReader(byte[] file)
    {
        _pinned = file.AsMemory().Pin();
        _buffer = new ParquetSharp.IO.Buffer((nint)_pinned.Pointer, file.Length);
        _source = new BufferReader(_buffer);
        try
        {
            // Without it a damaged page is read as other numbers.
            using var properties = ReaderProperties.GetDefaultReaderProperties();
            properties.EnablePageChecksumVerification();
            _file = new ParquetFileReader(_source, properties);
            Rows = checked((int)_file.FileMetaData.NumRows);
        }
        catch
        {
            LetGo();
            throw;
        }

        _batch = Math.Min(Rows, LargestBatch);
        _levels = new short[_batch];
    }

    public int Rows { get; }

    /// <summary>A column of texts as indexes into its distinct texts; -1 is null.</summary>
    public (string[] Texts, int[] Indexes) Texts(string column)
    {
        var numbers = new TextNumbers();
        var indexes = Read<ByteArray, int>(column, -1, numbers.BeginPage, numbers.Of);
        return (numbers.ToArray(), indexes);
    }

    /// <summary>A column of 64-bit numbers; null is 0.</summary>
    public long[] Longs(string column) => Read<long, long>(column, 0, () => { }, value => value);

    /// <summary>A column of 32-bit numbers; null is 0.</summary>
    public int[] Ints(string column) => Read<int, int>(column, 0, () => { }, value => value);

    public void Dispose()
    {
        _file.Dispose();
        LetGo();
    }

    void LetGo()
    {
        _source.Dispose();
        _buffer.Dispose();
        _pinned.Dispose();
    }

    TResult[] Read<T, TResult>(string column, TResult missing, Action beginPage, Func<T, TResult> result)
        where T : unmanaged
    {
        var index = IndexOf(column);
        var values = new T[_batch];
        var all = new TResult[Rows];
        var row = 0;
        for (var group = 0; group < _file.FileMetaData.NumRowGroups; group++)
        {
            using var rows = _file.RowGroup(group);
            using var reader =
                rows.Column(index) as ColumnReader<T> ?? throw new InvalidDataException($"its column {column} is of another type");
            while (reader.HasNext)
            {
                // A batch is of one page at most; what it points to is there until the next.
                var count = (int)reader.ReadBatch(_batch, _levels, default, values, out var present);
                beginPage();
                Spread(values.AsSpan(0, (int)present), all.AsSpan(row, count), missing, result);
                row += count;
            }
        }

        return row == all.Length ? all : throw new InvalidDataException($"its column {column} ends early");
    }

    /// <summary>Whether the file has a column: those of older formats have fewer.</summary>
    public bool Has(string column) => Find(column) >= 0;

    int IndexOf(string column) => Find(column) is >= 0 and var index ? index : throw new InvalidDataException($"it has no column {column}");

    int Find(string column)
    {
        var schema = _file.FileMetaData.Schema;
        for (var i = 0; i < schema.NumColumns; i++)
        {
            if (schema.Column(i).Name == column) return i;
        }

        return -1;
    }

    /// <summary>Moves the values, which stand together at the front, to their rows.</summary>
    void Spread<T, TResult>(ReadOnlySpan<T> values, Span<TResult> rows, TResult missing, Func<T, TResult> result)
    {
        var next = 0;
        var whole = values.Length == rows.Length;
        for (var i = 0; i < rows.Length; i++) rows[i] = whole || _levels[i] != 0 ? result(values[next++]) : missing;
    }

    /// <summary>Numbers a column's distinct texts in the order of their first use.</summary>
    sealed class TextNumbers
    {
        readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
        readonly Dictionary<nint, int> _byPlace = [];

        /// <summary>Equal places mean equal texts only within a page, since memory is used again.</summary>
        public void BeginPage() => _byPlace.Clear();

        public int Of(ByteArray text)
        {
            // All rows with one text of the dictionary point to the same bytes; an empty text may be anywhere.
            if (text.Length > 0 && _byPlace.TryGetValue(text.Pointer, out var number)) return number;
            number = Number(Encoding.UTF8.GetString((byte*)text.Pointer, text.Length));
            if (text.Length > 0) _byPlace.Add(text.Pointer, number);
            return number;
        }

        public string[] ToArray() => [.. _numbers.Keys];

        int Number(string text)
        {
            if (!_numbers.TryGetValue(text, out var number)) _numbers.Add(text, number = _numbers.Count);
            return number;
        }
    }
}
