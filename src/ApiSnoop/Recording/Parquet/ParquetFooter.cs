using System.Buffers.Binary;

namespace ApiSnoop.Recording.Parquet;

/// <summary>The footer of a Parquet file: schema, row groups and where their columns are. Numbers as in parquet.thrift.</summary>
internal static class ParquetFooter
{
    const int TypeInt32 = 1, TypeInt64 = 2, TypeByteArray = 6;
    const int Required = 0, Optional = 1;
    const int ConvertedUtf8 = 0, ConvertedTimestampMicros = 10;
    const int LogicalString = 1, LogicalTimestamp = 8, UnitMicros = 2;
    const int EncodingPlain = 0, EncodingRle = 3, EncodingRleDictionary = 8;
    const int Uncompressed = 0, Zstd = 6;

    public static void Write(ByteSink sink, ParquetColumn[] columns, List<RowGroupFacts> groups)
    {
        var thrift = new ThriftWriter(sink);
        thrift.Begin();
        thrift.Field(1, 2);
        thrift.List(2, columns.Length + 1, ThriftType.Struct);
        thrift.Begin();
        thrift.Field(4, "schema");
        thrift.Field(5, columns.Length);
        thrift.End();
        foreach (var column in columns) Schema(thrift, column);
        thrift.Field(3, groups.Sum(g => g.Rows));
        thrift.List(4, groups.Count, ThriftType.Struct);
        foreach (var group in groups) Group(thrift, columns, group);
        thrift.Field(6, "APISnoop");
        thrift.List(7, columns.Length, ThriftType.Struct);
        foreach (var _ in columns) TypeDefinedOrder(thrift);
        thrift.End();
    }

    static void Schema(ThriftWriter thrift, ParquetColumn column)
    {
        thrift.Begin();
        thrift.Field(1, TypeOf(column));
        thrift.Field(3, column.Nullable ? Optional : Required);
        thrift.Field(4, column.Name);
        if (column.Kind == ParquetKind.Text)
        {
            thrift.Field(6, ConvertedUtf8);
            thrift.Struct(10);
            thrift.Struct(LogicalString);
            thrift.End();
            thrift.End();
        }
        else if (column.Kind == ParquetKind.Timestamp)
        {
            thrift.Field(6, ConvertedTimestampMicros);
            thrift.Struct(10);
            thrift.Struct(LogicalTimestamp);
            thrift.Field(1, true);
            thrift.Struct(2);
            thrift.Struct(UnitMicros);
            for (var i = 0; i < 4; i++) thrift.End();
        }

        thrift.End();
    }

    static int TypeOf(ParquetColumn column) => column.Kind switch
    {
        ParquetKind.Text => TypeByteArray,
        ParquetKind.Int32 => TypeInt32,
        _ => TypeInt64,
    };

    static void Group(ThriftWriter thrift, ParquetColumn[] columns, RowGroupFacts group)
    {
        thrift.Begin();
        thrift.List(1, group.Chunks.Length, ThriftType.Struct);
        foreach (var chunk in group.Chunks)
        {
            thrift.Begin();
            thrift.Field(2, 0L);
            thrift.Struct(3);
            Chunk(thrift, columns[chunk.Column], chunk);
            thrift.End();
            thrift.End();
        }

        thrift.Field(2, group.Chunks.Sum(c => c.RawBytes));
        thrift.Field(3, group.Rows);
        thrift.End();
    }

    static void Chunk(ThriftWriter thrift, ParquetColumn column, ChunkFacts chunk)
    {
        thrift.Field(1, TypeOf(column));
        ReadOnlySpan<int> encodings = chunk.DictionaryOffset >= 0 ? [EncodingPlain, EncodingRle, EncodingRleDictionary] : [EncodingPlain, EncodingRle];
        thrift.List(2, encodings.Length, ThriftType.Int32);
        foreach (var encoding in encodings) thrift.Zigzag(encoding);
        thrift.List(3, 1, ThriftType.Binary);
        thrift.Text(column.Name);
        thrift.Field(4, chunk.Compressed ? Zstd : Uncompressed);
        thrift.Field(5, chunk.Values);
        thrift.Field(6, chunk.RawBytes);
        thrift.Field(7, chunk.StoredBytes);
        thrift.Field(9, chunk.DataOffset);
        if (chunk.DictionaryOffset >= 0) thrift.Field(11, chunk.DictionaryOffset);
        Statistics(thrift, chunk);
    }

    /// <summary>The range of times and durations lets a reader skip row groups.</summary>
    static void Statistics(ThriftWriter thrift, ChunkFacts chunk)
    {
        thrift.Struct(12);
        thrift.Field(3, chunk.Nulls);
        if (chunk is { Least: { } least, Greatest: { } greatest })
        {
            Span<byte> number = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(number, greatest);
            thrift.Field(5, number);
            BinaryPrimitives.WriteInt64LittleEndian(number, least);
            thrift.Field(6, number);
        }

        thrift.End();
    }

    static void TypeDefinedOrder(ThriftWriter thrift)
    {
        thrift.Begin();
        thrift.Struct(1);
        thrift.End();
        thrift.End();
    }
}
