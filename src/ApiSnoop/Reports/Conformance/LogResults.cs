using ApiSnoop.Conformance;
using ApiSnoop.Conformance.Results;
using ApiSnoop.Coverage;
using ApiSnoop.Loading;

namespace ApiSnoop.Reports.Conformance;

/// <summary>What the tests of a log or a recording hit, as results of its release.</summary>
public static class LogResults
{
    /// <summary>The results of a log that was counted.</summary>
    /// <param name="log">The log.</param>
    /// <param name="known">The lists of conformance tests.</param>
    public static TestResults Of(CountedLog log, KnownConformance known)
    {
        var list = ListOf(log.Release.Version, known);
        var coverage = CoverageCounter.Count(
            log.Release, log.Cube, list, withDeprecated: true, naming: new TestNaming(log.Manifest.TestPattern, list));
        var names = string.Join(' ', log.Manifest.Sources.Select(s => s.Name));
        return RecordedResults.Of(coverage, list, new(ResultsKind.Log, names, "", DayOf(log.Manifest.From)));
    }

    /// <summary>The results of a recording.</summary>
    public static TestResults Of(AppCoverage recording, KnownConformance known) => RecordedResults.Of(
        recording.Coverage, ListOf(recording.Release.Version, known),
        new(ResultsKind.Recording, recording.App, "", DayOf(recording.Manifest.From)));

    static ConformanceList? ListOf(Catalog.ReleaseVersion? release, KnownConformance known) =>
        release is { } version && known.Tests(version) is { Count: > 0 } list ? list : null;

    static DateOnly? DayOf(DateTimeOffset? time) => time is { } known ? DateOnly.FromDateTime(known.UtcDateTime) : null;
}
