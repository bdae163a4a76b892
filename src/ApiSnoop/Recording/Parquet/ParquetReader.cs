using System.Buffers.Binary;
using System.Text;
using ZstdSharp;

namespace ApiSnoop.Recording.Parquet;

/// <summary>
/// Reads back what <see cref="ParquetWriter"/> wrote, so that a cube is there without starting a database.
/// Other writers' files are for DuckDB; what this one does not know it refuses.
/// </summary>
internal sealed class ParquetReader : IDisposable
{
    const int Uncompressed = 0, Zstd = 6;
    readonly byte[] _file;
    readonly ThriftFields _footer;
    readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);
    readonly List<bool> _nullable = [];
    Decompressor? _decompressor;
    byte[] _unpacked = [];

    public ParquetReader(byte[] file)
    {
        _file = file;
        if (file.Length < 12 || !file.AsSpan(^4..).SequenceEqual("PAR1"u8)) throw new InvalidDataException("it is no whole Parquet file");
        var start = file.Length - 8 - BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(^8..));
        if (start < 4 || start > file.Length - 8) throw new InvalidDataException("its footer is damaged");
        _footer = ThriftReader.ReadStruct(file, ref start);
        foreach (var element in _footer.List(2).Skip(1).Cast<ThriftFields>())
        {
            _columns[element.Text(4)] = _columns.Count;
            _nullable.Add(element.Number(3) == 1);
        }
    }

    public int Rows => checked((int)_footer.Number(3));

    /// <summary>A column of texts as indexes into its distinct texts; -1 is null.</summary>
    public (string[] Texts, int[] Indexes) Texts(string column)
    {
        var texts = new List<string>();
        var indexes = new int[Rows];
        var row = 0;
        foreach (var (chunk, rows) in Chunks(column))
        {
            var position = checked((int)(chunk.Has(11) ? chunk.Number(11) : chunk.Number(9)));
            var first = texts.Count;
            ReadDictionary(Page(chunk, ref position, PageKind.Dictionary, out var count), count, texts);
            var page = Page(chunk, ref position, PageKind.Indexes, out _);
            var into = indexes.AsSpan(row, rows);
            var present = Presence(column, ref page, into);
            if (present > 0) BitPacking.Read(page[1..], into[..present], page[0]);
            Spread(into, present, first);
            row += rows;
        }

        return ([.. texts], indexes);
    }

    /// <summary>A column of 64-bit numbers without nulls.</summary>
    public long[] Longs(string column)
    {
        var values = new long[Rows];
        var row = 0;
        foreach (var (chunk, rows) in Chunks(column))
        {
            var position = checked((int)chunk.Number(9));
            var page = Page(chunk, ref position, PageKind.Plain, out _);
            for (var i = 0; i < rows; i++) values[row + i] = BinaryPrimitives.ReadInt64LittleEndian(page[(i * 8)..]);
            row += rows;
        }

        return values;
    }

    /// <summary>A column of 32-bit numbers; null is 0.</summary>
    public int[] Ints(string column)
    {
        var values = new int[Rows];
        var row = 0;
        foreach (var (chunk, rows) in Chunks(column))
        {
            var position = checked((int)chunk.Number(9));
            var page = Page(chunk, ref position, PageKind.Plain, out _);
            var into = values.AsSpan(row, rows);
            Presence(column, ref page, into);
            var at = 0;
            for (var i = 0; i < rows; i++)
            {
                var missing = _presence.Length > 0 && _presence[i] == 0;
                into[i] = missing ? 0 : BinaryPrimitives.ReadInt32LittleEndian(page[(4 * at++)..]);
            }

            row += rows;
        }

        return values;
    }

    public void Dispose() => _decompressor?.Dispose();

    IEnumerable<(ThriftFields Chunk, int Rows)> Chunks(string column)
    {
        if (!_columns.TryGetValue(column, out var index)) throw new InvalidDataException($"it has no column {column}");
        foreach (var group in _footer.List(4).Cast<ThriftFields>())
            yield return (((ThriftFields)group.List(1)[index]).Struct(3), checked((int)group.Number(3)));
    }

    int[] _presence = [];

    /// <summary>Reads which rows have a value and gives how many do; <see cref="_presence"/> is empty when all must.</summary>
    int Presence(string column, ref ReadOnlySpan<byte> page, ReadOnlySpan<int> rows)
    {
        _presence = [];
        if (!_nullable[_columns[column]]) return rows.Length;
        var size = BinaryPrimitives.ReadInt32LittleEndian(page);
        _presence = new int[rows.Length];
        BitPacking.Read(page.Slice(4, size), _presence, 1);
        page = page[(4 + size)..];
        return _presence.Sum();
    }

    /// <summary>Moves the values, which stand together at the front, to their rows, from the back.</summary>
    void Spread(Span<int> values, int present, int first)
    {
        for (var row = values.Length - 1; row >= 0; row--)
        {
            var missing = _presence.Length > 0 && _presence[row] == 0;
            values[row] = missing ? -1 : values[--present] + first;
        }
    }

    static void ReadDictionary(ReadOnlySpan<byte> page, int count, List<string> into)
    {
        for (var i = 0; i < count; i++)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(page);
            into.Add(Encoding.UTF8.GetString(page.Slice(4, length)));
            page = page[(4 + length)..];
        }
    }

    ReadOnlySpan<byte> Page(ThriftFields chunk, ref int position, PageKind expected, out int values)
    {
        var header = PageHeader.Read(_file, ref position);
        if (header.Kind != expected) throw new InvalidDataException("it was not written by APISnoop");
        values = header.Values;
        var stored = _file.AsSpan(position, header.StoredSize);
        position += header.StoredSize;
        return chunk.Number(4) switch
        {
            Uncompressed => stored,
            Zstd => Unpack(stored, header.RawSize),
            var codec => throw new InvalidDataException($"its compression {codec} is not known here"),
        };
    }

    ReadOnlySpan<byte> Unpack(ReadOnlySpan<byte> stored, int size)
    {
        _decompressor ??= new Decompressor();
        if (_unpacked.Length < size) _unpacked = new byte[size];
        return _unpacked.AsSpan(0, _decompressor.Unwrap(stored, _unpacked));
    }
}
