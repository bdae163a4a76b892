using System.Text;

namespace ApiSnoop.Recording.Parquet;

/// <summary>A struct read from Thrift's compact protocol: what its field numbers hold.</summary>
internal sealed class ThriftFields : Dictionary<int, object>
{
    public long Number(int id) => TryGetValue(id, out var value) ? (long)value : 0;

    public bool Has(int id) => ContainsKey(id);

    public ThriftFields Struct(int id) => Get<ThriftFields>(id);

    public List<object> List(int id) => Get<List<object>>(id);

    public string Text(int id) => Encoding.UTF8.GetString(Get<byte[]>(id));

    T Get<T>(int id) =>
        TryGetValue(id, out var value) && value is T found ? found : throw new InvalidDataException($"the Parquet file lacks field {id}");
}

/// <summary>Reads Thrift's compact protocol into plain values: numbers as long, texts as bytes, lists and structs.</summary>
internal static class ThriftReader
{
    const int MaxDepth = 32;

    public static ThriftFields ReadStruct(ReadOnlySpan<byte> from, ref int position, int depth = 0)
    {
        if (depth > MaxDepth) throw new InvalidDataException("the Parquet file's footer is nested too deep");
        var fields = new ThriftFields();
        for (var last = 0; from[position++] is var head && head != ThriftType.Stop;)
        {
            var step = head >> 4;
            last = step == 0 ? (int)Zigzag(from, ref position) : last + step;
            fields[last] = (head & 15) switch
            {
                ThriftType.True => 1L,
                ThriftType.False => 0L,
                var type => ReadValue(from, ref position, type, depth),
            };
        }

        return fields;
    }

    static object ReadValue(ReadOnlySpan<byte> from, ref int position, int type, int depth) => type switch
    {
        ThriftType.True or ThriftType.False or ThriftType.Int8 => (long)(sbyte)from[position++],
        ThriftType.Int16 or ThriftType.Int32 or ThriftType.Int64 => Zigzag(from, ref position),
        ThriftType.Binary => ReadBytes(from, ref position),
        ThriftType.List or ThriftType.Set => ReadList(from, ref position, depth),
        ThriftType.Struct => ReadStruct(from, ref position, depth + 1),
        _ => throw new InvalidDataException($"the Parquet file's footer holds a value of type {type}"),
    };

    static List<object> ReadList(ReadOnlySpan<byte> from, ref int position, int depth)
    {
        var head = from[position++];
        var count = head >> 4 == 15 ? (int)BitPacking.ReadVarint(from, ref position) : head >> 4;
        var list = new List<object>();
        for (var i = 0; i < count; i++) list.Add(ReadValue(from, ref position, head & 15, depth + 1));
        return list;
    }

    static byte[] ReadBytes(ReadOnlySpan<byte> from, ref int position)
    {
        var length = (int)BitPacking.ReadVarint(from, ref position);
        var bytes = from.Slice(position, length).ToArray();
        position += length;
        return bytes;
    }

    static long Zigzag(ReadOnlySpan<byte> from, ref int position)
    {
        var value = BitPacking.ReadVarint(from, ref position);
        return (long)(value >> 1) ^ -(long)(value & 1);
    }
}
