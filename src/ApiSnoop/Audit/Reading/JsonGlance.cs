using System.Buffers;

namespace ApiSnoop.Audit.Reading;

/// <summary>
/// Looks at a text value in JSON by its key alone, without reading the document. Works as well where the JSON is itself a
/// text inside JSON, with its quotes escaped, as log shippers wrap it.
/// </summary>
internal static class JsonGlance
{
    static readonly SearchValues<byte> s_between = SearchValues.Create("\\\": \t"u8);
    static readonly SearchValues<byte> s_end = SearchValues.Create("\"\\"u8);

    const int FewBytes = 16;

    /// <summary>The text after a key, or nothing if what follows is no text.</summary>
    /// <param name="rest">What comes after the key's last letter.</param>
    /// <param name="mayBeCut">Whether a text without an end is wanted too, as its start is enough.</param>
    public static ReadOnlySpan<byte> TextAfterKey(ReadOnlySpan<byte> rest, bool mayBeCut = false)
    {
        var start = rest[..Math.Min(FewBytes, rest.Length)].IndexOfAnyExcept(s_between);
        if (start < 3 || !rest[..start].Contains((byte)':')) return [];
        rest = rest[start..];
        var end = rest.IndexOfAny(s_end);
        return end >= 0 ? rest[..end] : mayBeCut ? rest : [];
    }
}
