namespace ApiSnoop.Audit;

/// <summary>The stage of a request that an audit event tells of, in the order in which a later one outweighs an earlier one.</summary>
/// <remarks>Source: the audit.k8s.io API. A Panic is weighed below ResponseComplete, which carries the code that the client saw.</remarks>
public enum Stage : byte
{
    /// <summary>The event named no stage that is known.</summary>
    Unknown,

    /// <summary>The request arrived.</summary>
    RequestReceived,

    /// <summary>The response's header was sent; logged for long-running requests only.</summary>
    ResponseStarted,

    /// <summary>The handler panicked.</summary>
    Panic,

    /// <summary>The response was sent.</summary>
    ResponseComplete,
}
