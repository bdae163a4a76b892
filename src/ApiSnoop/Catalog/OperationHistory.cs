using System.Collections.Immutable;

namespace ApiSnoop.Catalog;

/// <summary>In which releases an operation is, by its id.</summary>
/// <param name="Id">The operationId.</param>
/// <param name="Releases">The releases that have it, oldest first; there may be a gap.</param>
/// <param name="DeprecatedSince">The first release whose document calls it deprecated, or null.</param>
/// <param name="RemovedIn">The release after the last that has it; null when the newest known release has it.</param>
public sealed record OperationHistory(
    string Id,
    ImmutableArray<ReleaseVersion> Releases,
    ReleaseVersion? DeprecatedSince,
    ReleaseVersion? RemovedIn)
{
    /// <summary>The oldest known release that has it; the operation itself may be older than the facts.</summary>
    public ReleaseVersion First => Releases[0];
}
