using System.Collections.Immutable;
using ApiSnoop.Catalog;

namespace ApiSnoop.Coverage;

/// <summary>What a recording says of each endpoint of its release.</summary>
/// <param name="Release">The release.</param>
/// <param name="Endpoints">Every endpoint in question, sorted by id; deprecated ones only if they were asked for.</param>
/// <param name="NamesTests">Whether the recording's user agents name tests. If not, every request counts as a test's.</param>
/// <param name="Tests">The tests that made requests, sorted by name.</param>
public sealed record CoverageReport(
    Release Release, ImmutableArray<EndpointUse> Endpoints, bool NamesTests, ImmutableArray<TestName> Tests);
