using System.Collections.Frozen;
using ApiSnoop.Conformance;
using ApiSnoop.Conformance.Results;

namespace ApiSnoop.Coverage;

/// <summary>The tests of a recording as results of its release, to be judged as published ones are.</summary>
public static class RecordedResults
{
    /// <summary>The results.</summary>
    /// <param name="coverage">What the recording says of each endpoint.</param>
    /// <param name="list">The release's conformance tests, or null where no list is known.</param>
    /// <param name="origin">Where the recording comes from.</param>
    public static TestResults Of(CoverageReport coverage, ConformanceList? list, ResultsOrigin origin) => new()
    {
        Release = coverage.Release,
        Origin = origin,
        Endpoints = coverage.Endpoints.Where(e => e.Tested).ToFrozenDictionary(
            e => e.Operation.Id, e => new EndpointResult(e.ConformanceTested, e.Tests), StringComparer.Ordinal),
        Tests = [.. coverage.Tests.Select(t => new SeenTest(t.Name, CoverageCounter.IsConformance(t, list)))],
    };

    /// <summary>Published results as coverage, so that they are drawn and listed like a recording. They have no requests.</summary>
    /// <param name="results">The results.</param>
    public static CoverageReport ToCoverage(TestResults results)
    {
        var conformance = results.Tests.Where(t => t.Conformance).Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        return new(
            results.Release,
            [.. results.Release.Operations.Select(o => new EndpointUse
            {
                Operation = o,
                Tests = results.TestsOf(o.Id),
                // The oldest published results say of some endpoints that a conformance test hit them, and not which.
                ConformanceTests = results.IsConformanceTested(o.Id) ? Math.Max(1, results.TestsOf(o.Id).Count(conformance.Contains)) : 0,
            })],
            NamesTests: true,
            [.. results.Tests.Select(t => TestName.Of(t.Name))]);
    }
}
