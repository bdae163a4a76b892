using System.Runtime.CompilerServices;
using ApiSnoop.Audit;

namespace ApiSnoop.Loading;

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
        var time = e.Received != AuditEvent.NoTime ? (ulong)e.Received : ByteHash.Of(e.ReceivedText.Span);
        return ByteHash.Mix(ByteHash.Of(e.AuditId.Span), time ^ 0xA0761D6478BD642F) | 1;
    }
}
