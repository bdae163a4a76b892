using System.Text;

namespace ApiSnoop.Recording.Parquet;

/// <summary>
/// Writes Thrift's compact protocol, as far as Parquet's headers and footer need it.
/// Source: the Thrift compact protocol specification and parquet.thrift.
/// </summary>
internal sealed class ThriftWriter(ByteSink sink)
{
    readonly Stack<int> _outer = new();
    int _last;

    public void Field(int id, bool value) => Header(id, value ? ThriftType.True : ThriftType.False);

    public void Field(int id, int value)
    {
        Header(id, ThriftType.Int32);
        Zigzag(value);
    }

    public void Field(int id, long value)
    {
        Header(id, ThriftType.Int64);
        Zigzag(value);
    }

    public void Field(int id, string value)
    {
        Header(id, ThriftType.Binary);
        Text(value);
    }

    public void Field(int id, ReadOnlySpan<byte> value)
    {
        Header(id, ThriftType.Binary);
        sink.AddVarint((ulong)value.Length);
        sink.Add(value);
    }

    /// <summary>A field that is a list; its elements follow.</summary>
    public void List(int id, int count, byte elementType)
    {
        Header(id, ThriftType.List);
        if (count < 15)
        {
            sink.Add((byte)(count << 4 | elementType));
            return;
        }

        sink.Add((byte)(0xF0 | elementType));
        sink.AddVarint((ulong)count);
    }

    /// <summary>A field that is a struct; its fields follow, then <see cref="End"/>.</summary>
    public void Struct(int id)
    {
        Header(id, ThriftType.Struct);
        Begin();
    }

    /// <summary>A struct that is a list's element or the whole message.</summary>
    public void Begin()
    {
        _outer.Push(_last);
        _last = 0;
    }

    public void End()
    {
        sink.Add(0);
        _last = _outer.Pop();
    }

    public void Zigzag(long value) => sink.AddVarint((ulong)(value << 1 ^ value >> 63));

    public void Text(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        sink.AddVarint((ulong)length);
        sink.Advance(Encoding.UTF8.GetBytes(value, sink.Reserve(length)));
    }

    void Header(int id, byte type)
    {
        var step = id - _last;
        if (step is > 0 and < 16)
        {
            sink.Add((byte)(step << 4 | type));
        }
        else
        {
            sink.Add(type);
            Zigzag(id);
        }

        _last = id;
    }
}
