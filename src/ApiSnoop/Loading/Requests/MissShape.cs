using ApiSnoop.Audit;

namespace ApiSnoop.Loading.Requests;

/// <summary>
/// What the name of a miss is made of: group, version, resource and subresource, without the names of namespace and object.
/// There are few shapes and any number of paths, so a name is made once for each shape.
/// </summary>
internal static class MissShape
{
    const ulong Step = 0x9E3779B97F4A7C15;

    /// <summary>
    /// The hash of a path's shape; 0 for paths that have none, which are those outside of groups, with escapes, or with
    /// empty segments.
    /// </summary>
    /// <param name="path">The URI without its query.</param>
    /// <param name="verb">The audit verb's number, which is part of the name where the path is known.</param>
    /// <param name="pathIsKnown">Whether the path exists with other methods.</param>
    public static ulong Of(ReadOnlySpan<byte> path, short verb, bool pathIsKnown)
    {
        var inGroup = path.StartsWith("/apis/"u8);
        if (!inGroup && !path.StartsWith("/api/"u8) || path.Length > 2048 || path.Contains((byte)'%')) return 0;
        var rest = path.Trim((byte)'/');
        if (rest.IndexOf("//"u8) >= 0) return 0;
        var hash = Slashes(rest) + (pathIsKnown ? (ulong)(verb + 2) << 8 : 0);
        // api, version or apis, group, version: these tell the kind of miss, as does whether they are all there.
        for (var i = inGroup ? 3 : 2; i > 0; i--) hash = With(hash, Next(ref rest));
        if (IsNamespaced(rest))
        {
            // A miss that has a namespace does not lack one, which is a reason of its own.
            hash = With(hash, "namespaces"u8);
            Next(ref rest);
            Next(ref rest);
        }

        hash = With(hash + Slashes(rest), Next(ref rest));
        Next(ref rest);
        return With(hash, Next(ref rest)) | 1;
    }

    /// <summary>
    /// How many slashes follow, up to the four after which no segment that matters can be missing: a missing segment is not
    /// an empty one.
    /// </summary>
    static ulong Slashes(ReadOnlySpan<byte> path) => Math.Min((ulong)path.Count((byte)'/'), 4);

    static bool IsNamespaced(ReadOnlySpan<byte> rest) =>
        rest.StartsWith("namespaces/"u8) && rest["namespaces/"u8.Length..].Contains((byte)'/');

    static ulong With(ulong hash, ReadOnlySpan<byte> segment) => ByteHash.Mix(hash ^ ByteHash.Of(segment), Step);

    static ReadOnlySpan<byte> Next(ref ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOf((byte)'/');
        var segment = end < 0 ? rest : rest[..end];
        rest = end < 0 ? [] : rest[(end + 1)..];
        return segment;
    }
}
