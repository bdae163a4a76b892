using System.Buffers.Binary;
using System.Runtime.InteropServices;
using ZstdSharp;

namespace ApiSnoop.Recording.Parquet;

/// <summary>
/// Writes Parquet from columns of numbers that already index tables of texts. The tables become Parquet's dictionaries
/// as they are, so that no text is hashed or turned into a string on the way. Why not a library: docs/decisions/0002.
/// Columns of a row group are given in the order of the schema.
/// </summary>
internal sealed class ParquetWriter : IDisposable
{
    /// <summary>
    /// Row groups up to this many rows are stored as they are: a small load is over before the compressor is warm.
    /// </summary>
    const int CompressFrom = 4_096;
    const int CompressionLevel = 1;

    readonly Stream _stream;
    readonly ParquetColumn[] _columns;
    readonly List<RowGroupFacts> _groups = [];
    readonly ByteSink _page = new(1 << 16), _dictionary = new(1 << 12), _header = new(64), _packed = new(1 << 16);
    readonly LocalIds _locals = new();
    Compressor? _compressor;
    ChunkFacts[] _chunks = [];
    int[] _present = [];
    int _rows, _column, _presentCount;
    long _position, _chunkRaw;

    public ParquetWriter(Stream stream, ParquetColumn[] columns)
    {
        _stream = stream;
        _columns = columns;
        Put("PAR1"u8);
    }

    public void BeginRowGroup(int rows)
    {
        _rows = rows;
        _column = 0;
        _chunks = new ChunkFacts[_columns.Length];
        if (_present.Length < rows) _present = new int[rows];
    }

    public void EndRowGroup() => _groups.Add(new RowGroupFacts(_rows, _chunks));

    /// <summary>Writes texts told by number; a negative number is null.</summary>
    public void Texts(ReadOnlySpan<int> ids, ITextSource texts)
    {
        BeginPage(ids);
        _dictionary.Clear();
        var indexes = _locals.Number(ids, _presentCount);
        foreach (var id in _locals.Used) PlainText.Add(_dictionary, texts.Utf8(id));
        var width = BitPacking.Width(_locals.Used.Length);
        _page.Add((byte)width);
        if (_locals.Used.Length == 1) BitPacking.AddRun(_page, 0, _presentCount, width);
        else BitPacking.AddPacked(_page, indexes, width);
        Chunk(_locals.Used.Length);
    }

    /// <summary>Writes texts that are mostly distinct: row i's is <c>bytes[starts[i]..ends[i]]</c>.</summary>
    public void DistinctTexts(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> starts, ReadOnlySpan<int> ends)
    {
        _page.Clear();
        _presentCount = _rows;
        PlainText.AddAll(_page, bytes, starts, ends);
        Chunk();
    }

    /// <summary>Writes 64-bit numbers or times; <paramref name="missing"/> is null where the column allows it.</summary>
    public void Longs(ReadOnlySpan<long> values, long missing = long.MinValue)
    {
        BeginPage(values, missing);
        long least = long.MaxValue, greatest = long.MinValue;
        var room = MemoryMarshal.Cast<byte, long>(_page.Reserve(values.Length * 8));
        var at = 0;
        foreach (var value in values)
        {
            if (value == missing) continue;
            room[at++] = BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);
            least = Math.Min(least, value);
            greatest = Math.Max(greatest, value);
        }

        _page.Advance(at * 8);
        Chunk(null, at > 0 ? least : null, at > 0 ? greatest : null);
    }

    /// <summary>Writes small numbers as 32-bit ones; 0 is null where the column allows it.</summary>
    public void Shorts(ReadOnlySpan<short> values)
    {
        BeginPage<short>(values, 0);
        var room = MemoryMarshal.Cast<byte, int>(_page.Reserve(values.Length * 4));
        var at = 0;
        var nullable = _columns[_column].Nullable;
        foreach (var value in values)
        {
            if (value != 0 || !nullable) room[at++] = BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness((int)value);
        }

        _page.Advance(at * 4);
        Chunk();
    }

    /// <summary>Writes the footer; nothing can be added after it.</summary>
    public void Finish()
    {
        _page.Clear();
        ParquetFooter.Write(_page, _columns, _groups);
        _page.AddInt32(_page.Length);
        _page.Add("PAR1"u8);
        Put(_page.Written);
        _stream.Flush();
    }

    public void Dispose() => _compressor?.Dispose();

    void BeginPage(ReadOnlySpan<int> ids)
    {
        _page.Clear();
        _presentCount = _rows;
        if (!_columns[_column].Nullable) return;
        var present = _present.AsSpan(0, _rows);
        for (var i = 0; i < present.Length; i++) present[i] = ids[i] >> 31 & 1 ^ 1;
        AddPresence(present);
    }

    void BeginPage<T>(ReadOnlySpan<T> values, T missing)
        where T : unmanaged, IEquatable<T>
    {
        _page.Clear();
        _presentCount = _rows;
        if (!_columns[_column].Nullable) return;
        var present = _present.AsSpan(0, _rows);
        for (var i = 0; i < present.Length; i++) present[i] = values[i].Equals(missing) ? 0 : 1;
        AddPresence(present);
    }

    /// <summary>Which rows have a value, in front of the values: Parquet's definition levels.</summary>
    void AddPresence(ReadOnlySpan<int> present)
    {
        var count = 0;
        foreach (var one in present) count += one;
        _presentCount = count;
        _page.AddInt32(0);
        if (count == present.Length || count == 0) BitPacking.AddRun(_page, count == 0 ? 0 : 1, present.Length, 1);
        else BitPacking.AddPacked(_page, present, 1);
        _page.SetInt32(0, _page.Length - 4);
    }

    void Chunk(int? dictionarySize = null, long? least = null, long? greatest = null)
    {
        var start = _position;
        var compress = _rows >= CompressFrom;
        _chunkRaw = 0;
        var withDictionary = dictionarySize is not null;
        if (withDictionary) Page(_dictionary, PageKind.Dictionary, dictionarySize!.Value, compress);
        var dataOffset = _position;
        Page(_page, withDictionary ? PageKind.Indexes : PageKind.Plain, _rows, compress);
        _chunks[_column] = new ChunkFacts(
            _column, compress, _rows, _chunkRaw, _position - start, withDictionary ? start : -1, dataOffset, least, greatest, _rows - _presentCount);
        _column++;
    }

    void Page(ByteSink content, PageKind kind, int values, bool compress)
    {
        var stored = content.Written;
        if (compress)
        {
            _compressor ??= new Compressor(CompressionLevel);
            _packed.Clear();
            var size = _compressor.Wrap(stored, _packed.Reserve(Compressor.GetCompressBound(stored.Length)));
            _packed.Advance(size);
            stored = _packed.Written;
        }

        _header.Clear();
        PageHeader.Write(_header, kind, values, content.Length, stored.Length);
        _chunkRaw += _header.Length + content.Length;
        Put(_header.Written);
        Put(stored);
    }

    void Put(ReadOnlySpan<byte> bytes)
    {
        _stream.Write(bytes);
        _position += bytes.Length;
    }
}
