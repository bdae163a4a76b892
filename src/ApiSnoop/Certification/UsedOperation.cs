using System.Collections.Immutable;
using ApiSnoop.Catalog;
using ApiSnoop.Certification.Deprecation;
using ApiSnoop.Certification.Rules;

namespace ApiSnoop.Certification;

/// <summary>An operation that an app called, with what is known of its future.</summary>
public sealed record UsedOperation
{
    /// <summary>The operation.</summary>
    public required Operation Operation { get; init; }

    /// <summary>What the calls mean.</summary>
    public required UseKind Use { get; init; }

    /// <summary>Who called it, those of the most requests first.</summary>
    public required ImmutableArray<Client> Clients { get; init; }

    /// <summary>Requests that were answered with success.</summary>
    public long Succeeded { get; init; }

    /// <summary>How long it is there.</summary>
    public required Guarantee Guarantee { get; init; }

    /// <summary>Who calls it deprecated.</summary>
    public required DeprecationSigns Deprecation { get; init; }

    /// <summary>What to call instead; null where nothing is known or needed.</summary>
    public Replacement? Replacement { get; init; }

    /// <summary>Its requests.</summary>
    public long Requests => Clients.Sum(c => c.Requests);

    /// <summary>When it was called last, where that is known.</summary>
    public DateTimeOffset? Last => Clients.Max(c => c.Last);

    /// <summary>Whether it counts for the level of the app.</summary>
    public bool CountsForLevel => Use == UseKind.InUse && Guarantee.Rule.CountsForLevel;

    /// <summary>Where it belongs: the group and version, <c>core/v1</c> for the core, <c>/</c> for what is in no group.</summary>
    public string GroupVersion => Operation.Version.Length == 0 ? "/"
        : $"{(Operation.Group.Length == 0 ? "core" : Operation.Group)}/{Operation.Version}";
}
