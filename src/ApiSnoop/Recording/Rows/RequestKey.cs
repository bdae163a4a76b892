using System.Runtime.CompilerServices;
using ApiSnoop.Audit;

namespace ApiSnoop.Recording.Rows;

/// <summary>The identity of a request: its audit id with the time it was received.</summary>
/// <remarks>The id alone is not enough: some exports redact it to one value. At 64 bits, ten million requests share a key
/// with a chance of about one in 370,000.</remarks>
internal static class RequestKey
{
    /// <summary>The hash of the identity, or 0 for an event without an audit id.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(in AuditEvent e)
    {
        if (e.AuditId.Length == 0) return 0;
        return Of(e.AuditId.Span, e.Received != AuditEvent.NoTime ? (ulong)e.Received : ByteHash.Of(e.ReceivedText.Span));
    }

    /// <summary>The hash of the identity of a request as it was recorded.</summary>
    /// <param name="auditId">Its audit id; not empty.</param>
    /// <param name="received">When it was received, microseconds since 1970 UTC.</param>
    public static ulong Of(ReadOnlySpan<byte> auditId, long received) => Of(auditId, (ulong)received);

    /// <summary>The same of one whose time of receipt was not logged.</summary>
    public static ulong OfUntimed(ReadOnlySpan<byte> auditId) => Of(auditId, ByteHash.Of([]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong Of(ReadOnlySpan<byte> auditId, ulong time) => ByteHash.Mix(ByteHash.Of(auditId), time ^ 0xA0761D6478BD642F) | 1;
}
