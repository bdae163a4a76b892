namespace ApiSnoop.Loading.Requests;

/// <summary>The names in a query, without their values: as sent, joined by ampersands.</summary>
internal static class ParameterNames
{
    /// <summary>The longest list that is told; longer ones are <see cref="Recording.Cube.Other"/>.</summary>
    public const int Longest = 2048;

    /// <summary>Finds the names. Clients sort them, so a name that is repeated mostly stands beside itself, and is told once.</summary>
    /// <param name="query">What follows the question mark.</param>
    /// <param name="names">Room for <see cref="Longest"/> bytes, which the answer is in.</param>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> query, Span<byte> names)
    {
        var written = 0;
        ReadOnlySpan<byte> before = [];
        while (!query.IsEmpty)
        {
            var end = query.IndexOf((byte)'&');
            var pair = end < 0 ? query : query[..end];
            query = end < 0 ? [] : query[(end + 1)..];
            var equals = pair.IndexOf((byte)'=');
            var name = equals < 0 ? pair : pair[..equals];
            if (name.IsEmpty || name.SequenceEqual(before)) continue;
            if (written + name.Length + 1 > Longest) return "(other)"u8;
            if (written > 0) names[written++] = (byte)'&';
            name.CopyTo(names[written..]);
            written += name.Length;
            before = name;
        }

        return names[..written];
    }
}
