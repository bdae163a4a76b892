using ApiSnoop.Catalog;
using ApiSnoop.Conformance;
using ApiSnoop.Coverage;
using ApiSnoop.Filtering;
using ApiSnoop.Recording;

namespace ApiSnoop.Reports;

/// <summary>One app's recording as the reports look at it.</summary>
/// <param name="App">The app's name.</param>
/// <param name="Manifest">The recording's facts.</param>
/// <param name="Release">The release it was matched against.</param>
/// <param name="Cube">Its counts, filtered as the user wishes.</param>
/// <param name="Coverage">Its coverage with deprecated operations included.</param>
/// <param name="ConformanceTests">The release's conformance tests, or null where no list is known.</param>
public sealed record AppCoverage(
    string App, Manifest Manifest, Release Release, Cube Cube, CoverageReport Coverage, ConformanceList? ConformanceTests)
{
    readonly AppCoverage? _unshared;

    /// <summary>How the recording's user agents name tests.</summary>
    public TestNaming Naming { get; init; } = TestNaming.Usual;

    /// <summary>The filter that it was counted under.</summary>
    public RecordingFilter Filter { get; init; } = RecordingFilter.All;

    /// <summary>
    /// The same without the requests that another recording of the same question holds too and counts: what sums over recordings
    /// add up. Itself where it shares nothing.
    /// </summary>
    public AppCoverage Unshared
    {
        get => _unshared ?? this;
        init => _unshared = value;
    }

    /// <summary>What it is of.</summary>
    public RecordingKind Kind => Manifest.Kind;
}
