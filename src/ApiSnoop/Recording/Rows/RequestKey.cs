using System.Runtime.CompilerServices;
using ApiSnoop.Audit;

namespace ApiSnoop.Recording.Rows;

/// <summary>The identity of a request: its audit id with the time it was received, its verb and its URI.</summary>
/// <remarks>The id alone is not enough: some exports redact it, and the time as well, to one value. At 64 bits, ten million requests
/// share a key with a chance of about one in 370,000.</remarks>
internal static class RequestKey
{
    /// <summary>The hash of the identity, or 0 for an event without an audit id.</summary>
    /// <param name="e">The event, with its URI's hash.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(in AuditEvent e)
    {
        if (e.AuditId.Length == 0) return 0;
        var time = e.Received != AuditEvent.NoTime ? (ulong)e.Received : ByteHash.Of(e.ReceivedText.Span);
        return Of(e.AuditId.Span, time, VerbHash(e.LoggedVerb), e.Uri.Whole);
    }

    /// <summary>The hash of the identity of a request as it was recorded.</summary>
    /// <param name="auditId">Its audit id; not empty.</param>
    /// <param name="received">When it was received, microseconds since 1970 UTC; <see cref="RequestBatch.Unknown"/> if that was not
    /// logged.</param>
    /// <param name="verbHash">See <see cref="VerbHash"/>, of the verb as recorded.</param>
    /// <param name="uriHash">See <see cref="UriHash.Whole"/>.</param>
    public static ulong Of(ReadOnlySpan<byte> auditId, long received, uint verbHash, ulong uriHash) =>
        Of(auditId, received == RequestBatch.Unknown ? ByteHash.Of([]) : (ulong)received, verbHash, uriHash);

    /// <summary>A hash of a verb.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint VerbHash(ReadOnlySpan<byte> verb) => ByteHash.OfEnd(verb);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong Of(ReadOnlySpan<byte> auditId, ulong time, uint verbHash, ulong uriHash) =>
        ByteHash.Mix(ByteHash.Of(auditId) ^ verbHash, time ^ uriHash ^ 0xA0761D6478BD642F) | 1;
}
