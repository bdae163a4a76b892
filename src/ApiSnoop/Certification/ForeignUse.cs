using System.Collections.Immutable;
using ApiSnoop.Matching;

namespace ApiSnoop.Certification;

/// <summary>Something that an app asked for and that is no operation of the release.</summary>
/// <param name="Reason">Why it is none.</param>
/// <param name="Name">What was asked for, such as <c>stable.example.com/v1 crontabs</c>.</param>
/// <param name="Use">What that means.</param>
/// <param name="Clients">Who asked for it.</param>
public sealed record ForeignUse(MissReason Reason, string Name, UseKind Use, ImmutableArray<Client> Clients)
{
    /// <summary>Its requests.</summary>
    public long Requests => Clients.Sum(c => c.Requests);

    /// <summary>Whether it is an API at all, be it somebody else's.</summary>
    public bool IsApi => Reason is MissReason.CustomResource or MissReason.AggregatedApi or MissReason.ExtensionApi
        or MissReason.UnknownVersion or MissReason.UnknownResource;

    /// <summary>
    /// Whether Kubernetes once had it: a version that the app's release serves no more, wanted and refused. What the server did answer is
    /// there, whatever the catalog says.
    /// </summary>
    public bool IsGone { get; init; }
}
