using ApiSnoop.Audit;

namespace ApiSnoop.Loading.Requests;

/// <summary>One audit event on its way from a reading thread to the ledger; its views live as long as the chunk.</summary>
internal struct ReadEvent
{
    /// <summary>Hash of the request's identity; 0 when it has none and so stands alone.</summary>
    public ulong Key;

    public AuditEvent Event;

    /// <summary>Whether another event of the chunk tells of a later stage of the same request.</summary>
    public bool Superseded;

    /// <summary>What the event is about, told for those that count or are kept in flight.</summary>
    public RequestFacts Facts;

    /// <summary>Hash of the path and the verb while <see cref="RequestFacts.Target"/> is still to be found, else 0.</summary>
    public ulong Path;
}

/// <summary>A request's place in the dimensions.</summary>
internal struct RequestFacts
{
    public int Target, Agent, User, Namespace, Parameters;
    public short Verb;

    /// <summary>Whether the load's filters keep the request.</summary>
    public bool Kept;
}
