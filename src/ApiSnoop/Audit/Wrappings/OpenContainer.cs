using ApiSnoop.Audit.Wrappings.Json;

namespace ApiSnoop.Audit.Wrappings;

/// <summary>An object or array that is gone into, with what its members told of the others.</summary>
internal sealed class OpenContainer(bool isArray, Via via)
{
    byte[] _stream = [];
    TableColumns? _columns;

    /// <summary>Whether it is an array.</summary>
    public bool IsArray => isArray;

    /// <summary>The way to what is in it.</summary>
    public Via Via { get; private set; } = via;

    /// <summary>The columns of the rows that it holds, or null.</summary>
    public TableColumns? Columns { get; init; }

    /// <summary>Events found in it.</summary>
    public int Found { get; set; }

    /// <summary>Takes a member of an object.</summary>
    public void Take(byte[]? key, ReadOnlySpan<byte> value, EventSearch search)
    {
        var shape = RecordShape.OfMember(key, value);
        Via = Via with { Wraps = Via.Wraps | shape.Wraps };
        if (!shape.LogStream.IsEmpty) _stream = shape.LogStream.ToArray();
        if (!shape.Columns.IsEmpty) _columns = TableColumns.Of(shape.Columns);
        else Found += search.Value(value, Via with { IsPlain = Via.IsPlain && shape.HasItems });
    }

    /// <summary>The container that a member or element of this one is.</summary>
    public OpenContainer Inner(bool innerIsArray, byte[]? key)
    {
        var shape = RecordShape.OfMember(key, "["u8);
        Via = Via with { Wraps = Via.Wraps | shape.Wraps };
        var isPlain = IsArray || shape.HasItems;
        return new(innerIsArray, Via.Deeper(isPlain)) { Columns = shape.Rows.IsEmpty ? Columns : _columns };
    }

    /// <summary>Ends it.</summary>
    public void Close(Findings findings)
    {
        findings.Met |= Via.Wraps;
        if (_stream.Length > 0) findings.Stream(_stream, Found);
    }
}
