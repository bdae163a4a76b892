using System.Runtime.CompilerServices;

namespace ApiSnoop.Audit;

/// <summary>The hashes of a request's URI. All stages of a request have the same one, so that it is made once.</summary>
internal readonly struct UriHash
{
    UriHash(ulong path, ulong whole, int query) => (Path, Whole, Query) = (path, whole, query);

    /// <summary>Of the path alone.</summary>
    public ulong Path { get; }

    /// <summary>Of path and query.</summary>
    public ulong Whole { get; }

    /// <summary>Where the query starts, at its question mark; negative without one.</summary>
    public int Query { get; }

    /// <summary>Whether it was made.</summary>
    public bool IsKnown => Path != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static UriHash Of(ReadOnlySpan<byte> uri)
    {
        var query = uri.IndexOf((byte)'?');
        var path = ByteHash.Of(query < 0 ? uri : uri[..query]) | 1UL << 63;
        return new(path, query < 0 ? path : path * 31 + ByteHash.Of(uri[query..]), query);
    }
}
