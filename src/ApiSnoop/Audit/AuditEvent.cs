namespace ApiSnoop.Audit;

/// <summary>
/// One audit event: the fields that the product uses, as views into the reader's buffers. Valid until the reader moves on.
/// An empty view means that the field was absent or empty.
/// </summary>
internal unsafe struct AuditEvent
{
    /// <summary>Marks a time that was absent or could not be read.</summary>
    public const long NoTime = long.MinValue;

    public ByteView AuditId;
    public ByteView RequestUri;
    public ByteView Verb;
    public ByteView UserName;
    public ByteView UserAgent;
    public ByteView Namespace;
    public Stage Stage;
    public int Code;

    /// <summary>requestReceivedTimestamp in microseconds since 1970 UTC; <c>timestamp</c> in versions before v1.</summary>
    public long Received;

    /// <summary>The text behind <see cref="Received"/>: part of the request's identity even when it is no valid time.</summary>
    public ByteView ReceivedText;

    /// <summary>stageTimestamp in microseconds since 1970 UTC.</summary>
    public long Staged;
}

/// <summary>Bytes in a buffer that does not move while the view is used.</summary>
internal readonly unsafe struct ByteView(byte* start, int length)
{
    public readonly byte* Start = start;
    public readonly int Length = length;

    public ReadOnlySpan<byte> Span => new(Start, Length);
}
