using System.Buffers;

namespace ApiSnoop.Audit.Wrappings.Json;

/// <summary>Walks over the members of an object, or the elements of an array, that is known to be whole.</summary>
internal ref struct JsonMembers(ReadOnlySpan<byte> json)
{
    static readonly SearchValues<byte> s_between = SearchValues.Create(" \t\r\n,:"u8);
    static readonly SearchValues<byte> s_endOfScalar = SearchValues.Create(" \t\r\n,]}"u8);
    readonly ReadOnlySpan<byte> _json = json;
    int _at = 1;

    /// <summary>The key between its quotes, as it stands there.</summary>
    public ReadOnlySpan<byte> Key { get; private set; }

    /// <summary>The value as it stands there, with its quotes if it is a text.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Where the value begins.</summary>
    public int ValueAt { get; private set; }

    /// <summary>The length of the object or array once its end was reached; 0 where it has none.</summary>
    public readonly int Length => _at < _json.Length && _json[_at] is (byte)'}' or (byte)']' ? _at + 1 : 0;

    /// <summary>Moves to the next member of an object.</summary>
    public bool NextMember()
    {
        if (!StepBetween() || _json[_at] != '"') return false;
        var end = JsonText.End(_json[(_at + 1)..]);
        if (end < 0) return false;
        Key = _json.Slice(_at + 1, end);
        _at += end + 2;
        return NextElement();
    }

    /// <summary>Moves to the next element of an array.</summary>
    public bool NextElement()
    {
        if (!StepBetween()) return false;
        var rest = _json[_at..];
        var length = rest[0] switch
        {
            (byte)'"' => JsonText.End(rest[1..]) + 2,
            (byte)'{' or (byte)'[' => JsonExtent.Inside(rest),
            (byte)'}' or (byte)']' => 0,
            _ => rest.IndexOfAny(s_endOfScalar),
        };
        if (length < 2 && (length <= 0 || rest[0] == '"')) return false;
        ValueAt = _at;
        Value = rest[..length];
        _at += length;
        return true;
    }

    /// <summary>The value of a key in an object as it stands there; empty if there is none or it is no object.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> json, ReadOnlySpan<byte> key)
    {
        if (json.IsEmpty || json[0] != '{') return [];
        var members = new JsonMembers(json);
        while (members.NextMember())
            if (members.Key.SequenceEqual(key)) return members.Value;
        return [];
    }

    bool StepBetween()
    {
        var step = _json[_at..].IndexOfAnyExcept(s_between);
        if (step < 0) return false;
        _at += step;
        return true;
    }
}
