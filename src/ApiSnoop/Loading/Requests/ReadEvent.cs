using ApiSnoop.Audit;
using ApiSnoop.Recording.Counts;

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

    /// <summary>
    /// Hash of the path, the verb and whether it was allowed, while <see cref="RequestFacts.Target"/> is still to be found,
    /// else 0.
    /// </summary>
    public ulong Path;
}

/// <summary>A request's place in the dimensions.</summary>
internal struct RequestFacts
{
    public int Target, Agent, User, Impersonator, Namespace, Parameters;
    public short Verb;

    /// <summary>What the server said of the end of the API version; see <see cref="AuditEvent.Deprecation"/>.</summary>
    public byte Deprecation;

    /// <summary>Whether the load's filters keep the request.</summary>
    public bool Kept;

    /// <summary>The combination that it counts in, once its target is found.</summary>
    public CellFacts Cell;
}
