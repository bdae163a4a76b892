using System.Collections.Immutable;
using ApiSnoop.Conformance.Standing;

namespace ApiSnoop.Conformance.Proposals;

/// <summary>What a recording would add to the conformance tests of a release, were it a test of them.</summary>
/// <param name="Standing">How the release stands without it.</param>
/// <param name="Hits">The endpoints that it hits with the number of requests: first what it adds, then by path.</param>
public sealed record ProposedTest(ReleaseStanding Standing, ImmutableArray<ProposedHit> Hits)
{
    /// <summary>Eligible endpoints, pending or not.</summary>
    public int Eligible => Standing.Eligible.Count();

    /// <summary>Of these, conformance tested today.</summary>
    public int TestedToday => Standing.Eligible.Count(e => e.ConformanceTested);

    /// <summary>How many more it would be.</summary>
    public int Added => Hits.Count(h => h.Adds);

    /// <summary>Judges a recording.</summary>
    /// <param name="standing">How the release stands.</param>
    /// <param name="requests">How often the recording asked for each operation, by id.</param>
    public static ProposedTest Of(ReleaseStanding standing, IReadOnlyDictionary<string, long> requests) => new(
        standing,
        [.. standing.Endpoints.Where(e => requests.GetValueOrDefault(e.Operation.Id) > 0)
            .Select(e => new ProposedHit(e, requests[e.Operation.Id]))
            .OrderByDescending(h => h.Adds).ThenBy(h => h.Endpoint.Operation.Path, StringComparer.Ordinal)
            .ThenBy(h => h.Endpoint.Operation.Method)]);
}

/// <summary>An endpoint that a proposed test hits.</summary>
/// <param name="Endpoint">How it stands today.</param>
/// <param name="Requests">How often it is hit.</param>
public sealed record ProposedHit(EndpointStanding Endpoint, long Requests)
{
    /// <summary>Whether it is eligible and no conformance test hits it today.</summary>
    public bool Adds => Endpoint is { Eligible: true, ConformanceTested: false };
}
