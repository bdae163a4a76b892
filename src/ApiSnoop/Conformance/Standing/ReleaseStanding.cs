using System.Collections.Immutable;
using ApiSnoop.Catalog;
using ApiSnoop.Conformance.Results;

namespace ApiSnoop.Conformance.Standing;

/// <summary>How every endpoint of a release stands, by its own results and today's lists.</summary>
public sealed record ReleaseStanding
{
    /// <summary>The results.</summary>
    public required TestResults Results { get; init; }

    /// <summary>Every endpoint, sorted by id.</summary>
    public required ImmutableArray<EndpointStanding> Endpoints { get; init; }

    /// <summary>How many tests the release's conformance list has; nought where none is known.</summary>
    public required int Listed { get; init; }

    /// <summary>How many of them hit anything in the results.</summary>
    public required int Seen { get; init; }

    /// <summary>The endpoints that are eligible, pending or not.</summary>
    public IEnumerable<EndpointStanding> Eligible => Endpoints.Where(e => e.Eligible);

    /// <summary>The endpoints that came with the release and are asked for.</summary>
    public IEnumerable<EndpointStanding> New => Endpoints.Where(e => e.Asked && e.New);

    /// <summary>What the release owes: the new ones without a conformance test.</summary>
    public IEnumerable<EndpointStanding> Debt => New.Where(e => !e.ConformanceTested);

    /// <summary>Everything that is owed, whenever it came.</summary>
    public IEnumerable<EndpointStanding> Owed => Endpoints.Where(e => e.Owed);

    /// <summary>Judges a release.</summary>
    /// <param name="results">Its results.</param>
    /// <param name="known">The lists and the history of operations.</param>
    public static ReleaseStanding Of(TestResults results, KnownConformance known)
    {
        var version = results.Release.Version;
        var list = version is { } numbered ? known.Tests(numbered) : null;
        return new()
        {
            Results = results,
            Endpoints = [.. results.Release.Operations.Select(o => Of(o, results, known, version))],
            Listed = list?.Count ?? 0,
            Seen = list is null ? 0 : results.Hitting().Count(list.Contains),
        };
    }

    /// <summary>Whether a test is asked for.</summary>
    public static Demand DemandOf(Operation operation, EligibilityLists lists) => operation switch
    {
        _ when lists.Ineligible.ContainsKey(operation.Id) => Demand.Ineligible,
        { Deprecated: true } => Demand.Deprecated,
        { Level: not Level.Stable } => Demand.NotStable,
        _ => lists.Pending.Contains(operation.Id) ? Demand.Pending : Demand.Eligible,
    };

    static EndpointStanding Of(Operation operation, TestResults results, KnownConformance known, ReleaseVersion? version)
    {
        var introduced = version is { } until ? known.Introduced(operation.Id, until) : null;
        return new()
        {
            Operation = operation,
            Demand = DemandOf(operation, known.Lists),
            Introduced = introduced ?? version,
            New = version is not null && (introduced is null || introduced == version),
            Tested = results.IsTested(operation.Id),
            ConformanceTested = results.IsConformanceTested(operation.Id),
            Tests = results.TestsOf(operation.Id),
            Artefact = version is { } release && results.Origin.Kind == ResultsKind.Published
                ? known.ArtefactOf(operation.Id, release)
                : null,
        };
    }
}
