using System.Collections.Immutable;
using ApiSnoop.Catalog;

namespace ApiSnoop.Conformance.Results;

/// <summary>Which endpoints of a release its tests hit.</summary>
public sealed record TestResults
{
    /// <summary>The release with its operations.</summary>
    public required Release Release { get; init; }

    /// <summary>Where the results come from.</summary>
    public required ResultsOrigin Origin { get; init; }

    /// <summary>The endpoints that a test hit, by operation id.</summary>
    public required IReadOnlyDictionary<string, EndpointResult> Endpoints { get; init; }

    /// <summary>The tests that ran, sorted by name.</summary>
    public required ImmutableArray<SeenTest> Tests { get; init; }

    /// <summary>Whether a test hit the endpoint.</summary>
    public bool IsTested(string operationId) => Endpoints.ContainsKey(operationId);

    /// <summary>Whether a conformance test hit the endpoint.</summary>
    public bool IsConformanceTested(string operationId) => Endpoints.TryGetValue(operationId, out var hit) && hit.ConformanceTested;

    /// <summary>The tests that hit the endpoint.</summary>
    public ImmutableArray<string> TestsOf(string operationId) =>
        Endpoints.TryGetValue(operationId, out var hit) ? hit.Tests : [];

    /// <summary>The names of tests that hit anything: some published lists have tests that are in none of their logs.</summary>
    public IReadOnlySet<string> Hitting() => Endpoints.Values.SelectMany(e => e.Tests).ToHashSet(StringComparer.Ordinal);
}
