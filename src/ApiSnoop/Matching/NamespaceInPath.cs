namespace ApiSnoop.Matching;

/// <summary>Finds the namespace in a path, where the API has it: an object elsewhere in the path may be called anything.</summary>
internal static class NamespaceInPath
{
    /// <summary>The longest name that is decoded; names of namespaces end at 63.</summary>
    public const int Longest = 256;

    /// <summary>The namespace, or nothing.</summary>
    /// <param name="path">The URI without its query, percent-encoded as logged.</param>
    /// <param name="room">Room for <see cref="Longest"/> bytes, which the answer may be in.</param>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> path, Span<byte> room)
    {
        if (path.IsEmpty || path[0] != '/') return [];
        if (path.IndexOf((byte)'%') < 0) return path.IndexOf("/namespaces/"u8) < 0 ? [] : In(path);
        var decoded = path.Length <= 1024 ? stackalloc byte[1024] : new byte[path.Length];
        var found = In(decoded[..PercentEncoding.Decode(path, decoded)]);
        if (found.Length > room.Length) return [];
        found.CopyTo(room);
        return room[..found.Length];
    }

    static ReadOnlySpan<byte> In(ReadOnlySpan<byte> path)
    {
        var rest = path[1..];
        var root = Next(ref rest);
        var isGroup = root.SequenceEqual("apis"u8);
        if (!isGroup && !root.SequenceEqual("api"u8)) return [];
        if (isGroup) Next(ref rest);
        Next(ref rest);
        var segment = Next(ref rest);
        if (segment.SequenceEqual("watch"u8) || segment.SequenceEqual("proxy"u8)) segment = Next(ref rest);
        return segment.SequenceEqual("namespaces"u8) ? Next(ref rest) : [];
    }

    static ReadOnlySpan<byte> Next(scoped ref ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOf((byte)'/');
        var segment = end < 0 ? rest : rest[..end];
        rest = end < 0 ? [] : rest[(end + 1)..];
        return segment;
    }
}
