using System.Runtime.CompilerServices;
using ApiSnoop.Audit;

namespace ApiSnoop.Recording.Rows;

/// <summary>The identity of a request: its audit id with the time it was received, its verb and its URI.</summary>
/// <remarks>The id alone is not enough: some exports redact it, and the time as well, to one value. At 64 bits, ten million requests
/// share a key with a chance of about one in 370,000.</remarks>
internal static class RequestKey
{
    /// <summary>The hash of the identity, or 0 for an event without an audit id.</summary>
    /// <param name="e">The event.</param>
    /// <param name="uriHash">See <see cref="UriHash(ulong, ReadOnlySpan{byte}, int)"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(in AuditEvent e, ulong uriHash)
    {
        if (e.AuditId.Length == 0) return 0;
        var time = e.Received != AuditEvent.NoTime ? (ulong)e.Received : ByteHash.Of(e.ReceivedText.Span);
        return Of(e.AuditId.Span, time, VerbHash(e.LoggedVerb), uriHash);
    }

    /// <summary>The hash of the identity of a request as it was recorded.</summary>
    /// <param name="auditId">Its audit id; not empty.</param>
    /// <param name="received">When it was received, microseconds since 1970 UTC; <see cref="RequestBatch.Unknown"/> if that was not
    /// logged.</param>
    /// <param name="verbHash">See <see cref="VerbHash"/>, of the verb as recorded.</param>
    /// <param name="uriHash">See <see cref="UriHash(ReadOnlySpan{byte})"/>.</param>
    public static ulong Of(ReadOnlySpan<byte> auditId, long received, uint verbHash, ulong uriHash) =>
        Of(auditId, received == RequestBatch.Unknown ? ByteHash.Of([]) : (ulong)received, verbHash, uriHash);

    /// <summary>A hash of a verb.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint VerbHash(ReadOnlySpan<byte> verb) => ByteHash.OfEnd(verb);

    /// <summary>A hash of a URI that is made of its path's.</summary>
    public static ulong UriHash(ReadOnlySpan<byte> uri)
    {
        var query = uri.IndexOf((byte)'?');
        return UriHash(PathHash(uri, query), uri, query);
    }

    /// <summary>The same where the path's hash is known.</summary>
    /// <param name="pathHash">See <see cref="PathHash"/>.</param>
    /// <param name="uri">The URI.</param>
    /// <param name="query">Where its query starts; negative without one.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong UriHash(ulong pathHash, ReadOnlySpan<byte> uri, int query) =>
        query < 0 ? pathHash : pathHash * 31 + ByteHash.Of(uri[query..]);

    /// <summary>The hash of a URI's path.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong PathHash(ReadOnlySpan<byte> uri, int query) => ByteHash.Of(query < 0 ? uri : uri[..query]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong Of(ReadOnlySpan<byte> auditId, ulong time, uint verbHash, ulong uriHash) =>
        ByteHash.Mix(ByteHash.Of(auditId) ^ verbHash, time ^ uriHash ^ 0xA0761D6478BD642F) | 1;
}
