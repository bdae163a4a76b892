using ApiSnoop.Catalog;
using ApiSnoop.Conformance;
using ApiSnoop.Conformance.Results;
using ApiSnoop.Coverage;
using ApiSnoop.Recording;

namespace ApiSnoop.Reports.Conformance;

/// <summary>Published results in the shape of a test run's recording, so that the same charts and tables show them.</summary>
public static class PublishedCoverage
{
    /// <summary>The coverage. It has no requests, and says where it comes from.</summary>
    public static AppCoverage Of(TestResults results, KnownConformance known) => new(
        Manifest.TestRun,
        new Manifest
        {
            App = Manifest.TestRun,
            Kind = RecordingKind.Run,
            Release = results.Release.Name,
            About = results.Origin.Words,
        },
        results.Release,
        Cube.Empty,
        RecordedResults.ToCoverage(results),
        results.Release.Version is { } version ? known.Tests(version) : null);

    /// <summary>What stands in for a test run where none is loaded: the results of the newest of some releases that has any.</summary>
    public static AppCoverage? For(IEnumerable<Release> releases)
    {
        var known = KnownConformance.Shipped;
        var results = releases.Select(r => r.Version).OfType<ReleaseVersion>().Distinct().OrderDescending()
            .Select(known.Results).FirstOrDefault(r => r is not null);
        return results is null ? null : Of(results, known);
    }
}
