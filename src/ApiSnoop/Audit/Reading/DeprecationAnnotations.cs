namespace ApiSnoop.Audit.Reading;

/// <summary>Finds what a server says in an event's annotations of the end of the API version that was asked for.</summary>
/// <remarks>
/// Source: k8s.io/apiserver, pkg/endpoints/metrics: <c>k8s.io/deprecated</c> is "true" on each request to a deprecated version, and
/// <c>k8s.io/removed-release</c> names the release without it where one is known.
/// </remarks>
internal static unsafe class DeprecationAnnotations
{
    /// <summary>See <see cref="AuditEvent.Deprecation"/>.</summary>
    /// <param name="start">The annotations' JSON.</param>
    /// <param name="end">The byte behind them.</param>
    public static ByteView In(byte* start, byte* end)
    {
        var json = new ReadOnlySpan<byte>(start, (int)(end - start));
        // Most annotations are of authorization.k8s.io, which this does not fit.
        if (json.IndexOf("\"k8s.io/deprecated\""u8) < 0 || !ValueOf(json, "\"k8s.io/deprecated\""u8).SequenceEqual("true"u8))
            return default;
        var removed = ValueOf(json, "\"k8s.io/removed-release\""u8);
        fixed (byte* known = removed.IsEmpty ? AuditEvent.Deprecated : removed)
            return new ByteView(known, removed.IsEmpty ? AuditEvent.Deprecated.Length : removed.Length);
    }

    /// <summary>The text behind a key; empty where there is none, or where the key is part of a text itself.</summary>
    static ReadOnlySpan<byte> ValueOf(ReadOnlySpan<byte> json, ReadOnlySpan<byte> key)
    {
        for (var at = json.IndexOf(key); at >= 0;)
        {
            var rest = json[(at + key.Length)..].TrimStart(" \t\r\n"u8);
            if ((at == 0 || json[at - 1] != '\\') && rest.StartsWith(":"u8))
            {
                rest = rest[1..].TrimStart(" \t\r\n"u8);
                var end = rest.IsEmpty || rest[0] != '"' ? -1 : rest[1..].IndexOf((byte)'"');
                return end < 0 ? [] : rest.Slice(1, end);
            }

            var next = json[(at + 1)..].IndexOf(key);
            at = next < 0 ? -1 : at + 1 + next;
        }

        return [];
    }
}
