using System.Collections.Immutable;
using ApiSnoop.Catalog;

namespace ApiSnoop.Conformance.Standing;

/// <summary>How an endpoint stands in a release: whether a conformance test is asked for, and whether there is one.</summary>
public sealed record EndpointStanding
{
    /// <summary>The endpoint.</summary>
    public required Operation Operation { get; init; }

    /// <summary>Whether a test is asked for.</summary>
    public required Demand Demand { get; init; }

    /// <summary>The first known release that has it; it may be older than what is known.</summary>
    public required ReleaseVersion? Introduced { get; init; }

    /// <summary>Whether no earlier release has it.</summary>
    public required bool New { get; init; }

    /// <summary>Whether a test hits it.</summary>
    public required bool Tested { get; init; }

    /// <summary>Whether a conformance test hits it.</summary>
    public required bool ConformanceTested { get; init; }

    /// <summary>The tests that hit it, sorted by name.</summary>
    public required ImmutableArray<string> Tests { get; init; }

    /// <summary>What is odd about its published status; null where nothing is.</summary>
    public Artefact? Artefact { get; init; }

    /// <summary>Whether it is eligible and not pending: what is owed is counted over these.</summary>
    public bool Asked => Demand == Demand.Eligible;

    /// <summary>Whether it is eligible, pending or not.</summary>
    public bool Eligible => Demand is Demand.Eligible or Demand.Pending;

    /// <summary>Whether a test is owed for it.</summary>
    public bool Owed => Asked && !ConformanceTested;

    /// <summary>Whether it is on the pending list and has its test: the list is behind.</summary>
    public bool StalePending => Demand == Demand.Pending && ConformanceTested;
}

/// <summary>Whether a conformance test is asked for.</summary>
public enum Demand : byte
{
    /// <summary>It is: stable, not deprecated, on neither list.</summary>
    Eligible,

    /// <summary>It will be, and for now is not: on the pending list.</summary>
    Pending,

    /// <summary>It cannot be: on the ineligible list.</summary>
    Ineligible,

    /// <summary>It is not, as the endpoint is deprecated.</summary>
    Deprecated,

    /// <summary>It is not, as only stable endpoints are asked for.</summary>
    NotStable,
}
