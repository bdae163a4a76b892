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

    /// <summary>What tells URIs apart; of no value until <see cref="UriHash.IsKnown"/>.</summary>
    public UriHash Uri;

    public ByteView Verb;

    /// <summary>Who made the request.</summary>
    public ByteView UserName;

    /// <summary>The user in whose name it was made; empty unless that is another one.</summary>
    public ByteView Impersonated;

    public ByteView UserAgent;
    public ByteView Namespace;
    public Stage Stage;
    public int Code;

    /// <summary>requestReceivedTimestamp in microseconds since 1970 UTC; <c>timestamp</c> in versions before v1.</summary>
    public long Received;

    /// <summary>The text behind <see cref="Received"/>: part of the request's identity even when it is no valid time.</summary>
    public ByteView ReceivedText;

    /// <summary>
    /// What the server said of the API version's end: nothing, the release that lacks it (<c>1.25</c>), or
    /// <see cref="Deprecated"/> where it named none.
    /// </summary>
    /// <remarks>Source: the annotations k8s.io/deprecated and k8s.io/removed-release.</remarks>
    public ByteView Deprecation;

    /// <summary>stageTimestamp in microseconds since 1970 UTC.</summary>
    public long Staged;

    /// <summary>Stands for a deprecation without a release that ends it.</summary>
    public static ReadOnlySpan<byte> Deprecated => "deprecated"u8;

    /// <summary>The user in whose name the request was made, who is whom everybody asks for.</summary>
    public readonly ByteView Who => Impersonated.Length > 0 ? Impersonated : UserName;

    /// <summary>Who made a request in another's name; empty where nobody did.</summary>
    public readonly ByteView Impersonator => Impersonated.Length > 0 ? UserName : default;

    /// <summary>The verb as logged; <see cref="AuditVerb.Absent"/> where none was, which is not the same as an empty one.</summary>
    public readonly ReadOnlySpan<byte> LoggedVerb => Verb.Start == null ? AuditVerb.Absent : Verb.Span;
}

/// <summary>Bytes in a buffer that does not move while the view is used.</summary>
internal readonly unsafe struct ByteView(byte* start, int length)
{
    public readonly byte* Start = start;
    public readonly int Length = length;

    public ReadOnlySpan<byte> Span => new(Start, Length);
}
