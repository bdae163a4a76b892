using System.Collections.Immutable;
using ApiSnoop.Catalog;
using ApiSnoop.Conformance.Standing;

namespace ApiSnoop.Conformance.Verdicts;

/// <summary>Whether a release may ship, as far as its conformance tests go.</summary>
public sealed record GateVerdict
{
    /// <summary>The release.</summary>
    public required ReleaseVersion Release { get; init; }

    /// <summary>The release with its endpoints; null when no verdict can be given for want of results.</summary>
    public ReleaseStanding? Standing { get; init; }

    /// <summary>What the release is compared with, in words; null without a baseline.</summary>
    public string? Baseline { get; init; }

    /// <summary>Why no verdict can be given; null when one is.</summary>
    public string? Problem { get; init; }

    /// <summary>New endpoints that are asked for and have no conformance test.</summary>
    public ImmutableArray<EndpointStanding> Untested { get; init; } = [];

    /// <summary>Endpoints that are asked for, were conformance tested in the baseline and are not any more.</summary>
    public ImmutableArray<EndpointStanding> Regressed { get; init; } = [];

    /// <summary>Whether there is a verdict.</summary>
    public bool IsGiven => Problem is null;

    /// <summary>Whether the release passes.</summary>
    public bool Passed => IsGiven && Untested.IsEmpty && Regressed.IsEmpty;

    /// <summary>New endpoints that are asked for.</summary>
    public IEnumerable<EndpointStanding> New => Standing?.New ?? [];

    /// <summary>New endpoints on the pending list, which are excused.</summary>
    public IEnumerable<EndpointStanding> Pending => Standing?.Endpoints.Where(e => e is { New: true, Demand: Demand.Pending }) ?? [];

    /// <summary>Endpoints on the pending list that have their test.</summary>
    public IEnumerable<EndpointStanding> StalePending => Standing?.Endpoints.Where(e => e.StalePending) ?? [];
}
