using System.Collections.Immutable;
using ApiSnoop.Recording;

namespace ApiSnoop.Loading;

/// <summary>What came of a log that was split into apps.</summary>
/// <param name="Apps">The facts of each recording, sorted by name.</param>
/// <param name="Release">The release that was matched against; empty where there was nothing to load.</param>
/// <param name="ReleaseEvidence">How it was found.</param>
public sealed record SplitLoad(ImmutableArray<Manifest> Apps, string Release, string ReleaseEvidence)
{
    /// <summary>Requests that have no key, and so went to no app.</summary>
    public long RequestsWithoutKey { get; init; }

    /// <summary>Requests whose key was not wanted.</summary>
    public long RequestsOfOthers { get; init; }

    /// <summary>Requests of keys beyond the number of apps that can be made at once.</summary>
    public long RequestsBeyond { get; init; }

    /// <summary>How many apps can be made at once.</summary>
    public static int MostApps => Requests.AppSplit.MostApps;
}
