using System.Collections.Immutable;

namespace ApiSnoop.Catalog;

/// <summary>In which releases an operation is, by its id.</summary>
/// <param name="Id">The operationId.</param>
/// <param name="Releases">The releases that have it, oldest first; there may be a gap.</param>
/// <param name="Lacking">The releases after the first that do not have it, oldest first.</param>
/// <param name="DeprecatedSince">The first release whose document calls it deprecated, or null.</param>
public sealed record OperationHistory(
    string Id,
    ImmutableArray<ReleaseVersion> Releases,
    ImmutableArray<ReleaseVersion> Lacking,
    ReleaseVersion? DeprecatedSince)
{
    /// <summary>The oldest known release that has it; the operation itself may be older than the facts.</summary>
    public ReleaseVersion First => Releases[0];

    /// <summary>The first release that no longer has it, though a later one may again; null when all since the first have it.</summary>
    public ReleaseVersion? RemovedIn => RemovedAfter(First);

    /// <summary>The release that has it again after one had not; null when none does.</summary>
    public ReleaseVersion? BackIn => RemovedIn is { } removed && Releases[^1] > removed ? Releases.First(r => r > removed) : null;

    /// <summary>The first release after another that does not have it, or null.</summary>
    public ReleaseVersion? RemovedAfter(ReleaseVersion release)
    {
        foreach (var lacking in Lacking)
            if (lacking > release)
                return lacking;
        return null;
    }
}
