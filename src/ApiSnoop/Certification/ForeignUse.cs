using System.Collections.Immutable;
using ApiSnoop.Catalog;
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

    /// <summary>Whether a request for it was answered with success.</summary>
    public bool WasAnswered { get; init; }

    /// <summary>The first release that had it no more; null where no release before the app's is known to have had it.</summary>
    public ReleaseVersion? GoneIn { get; init; }

    /// <summary>
    /// Whether the app's release serves it no more. What a server did answer is there, whatever the catalog says, unless older releases had
    /// it: then the log is of one of them, or the next upgrade takes it away.
    /// </summary>
    public bool IsGone => Use == UseKind.InUse && (GoneIn is not null || (Reason == MissReason.UnknownVersion && !WasAnswered));
}
