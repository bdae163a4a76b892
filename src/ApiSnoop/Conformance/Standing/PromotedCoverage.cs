using ApiSnoop.Catalog;

namespace ApiSnoop.Conformance.Standing;

/// <summary>
/// Since when an endpoint has been covered, by the release that promoted the oldest of the conformance tests that hit it today. It
/// reaches back to before there are results, and it is today's view: a test that is gone has left no trace in it.
/// </summary>
public static class PromotedCoverage
{
    /// <summary>The release, or null for an endpoint that no promoted test hits.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="tests">The conformance tests of the release that it stands in.</param>
    public static ReleaseVersion? Since(EndpointStanding endpoint, ConformanceList tests)
    {
        ReleaseVersion? first = null;
        foreach (var name in endpoint.Tests)
            if (tests.Find(name)?.PromotedIn is { } promoted && !(first <= promoted)) first = promoted;
        // A test may be older than what it tests now.
        return first is { } release && endpoint.Introduced is { } introduced && introduced > release ? introduced : first;
    }
}
