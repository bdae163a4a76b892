using System.Collections.Concurrent;
using ApiSnoop.Catalog;
using ApiSnoop.Catalog.Facts;
using ApiSnoop.Conformance;
using ApiSnoop.Coverage;
using ApiSnoop.Filtering;
using ApiSnoop.Recording;
using ApiSnoop.Recording.Counts;

namespace ApiSnoop.Reports;

/// <summary>
/// Recordings taken down from the store with all that reports need beside them. Keeps what it opened until a load replaces
/// it, so a running server shows a new recording at once and an old one from memory. Safe for several threads.
/// </summary>
/// <param name="store">The store.</param>
public sealed class RecordingShelf(RecordingStore store)
{
    readonly ConcurrentDictionary<string, OpenRecording> _open = new(StringComparer.Ordinal);

    /// <summary>The store behind the shelf.</summary>
    public RecordingStore Store => store;

    /// <summary>An app's recording, or null when there is none.</summary>
    /// <exception cref="StoreException">The recording is damaged.</exception>
    public OpenRecording? Open(string app)
    {
        if (store.Find(app) is not { } manifest)
        {
            _open.TryRemove(app, out _);
            return null;
        }

        if (_open.TryGetValue(app, out var open) && open.Stored.Manifest.CubeFile == manifest.CubeFile) return open;
        return store.Open(app, stored => new OpenRecording(stored, ReleaseOf(stored))) is { } opened ? _open[app] = opened : null;
    }

    /// <summary>An app's coverage under a filter, or null when there is no such app.</summary>
    /// <exception cref="StoreException">The recording is damaged.</exception>
    public AppCoverage? Coverage(string app, RecordingFilter filter) => Open(app)?.Coverage(filter);

    /// <summary>
    /// What the test run's tests hit, or null when none is loaded. Whom the filter asks for does not matter here: a question about
    /// kubectl must not make a tested endpoint look untested.
    /// </summary>
    /// <exception cref="StoreException">The recording is damaged.</exception>
    public AppCoverage? TestRun(RecordingFilter filter) => Coverage(CoverageSlices.TestApp, filter.OfTests);

    static Release ReleaseOf(StoredRecording stored)
    {
        if (stored.SpecFile is { } spec) return Read(spec, stored.Manifest.App);
        return ReleaseVersion.TryParse(stored.Manifest.Release, out var version) && KubernetesCatalog.Shipped.Versions.Contains(version)
            ? KubernetesCatalog.Shipped.Load(version)
            : throw new StoreException(
            $"the recording of \"{stored.Manifest.App}\" is of release {stored.Manifest.Release}, which this APISnoop does not know; "
                + $"load it again");
    }

    static Release Read(string spec, string app)
    {
        try
        {
            using var file = File.OpenRead(spec);
            return FactsFile.Read(file);
        }
        catch (InvalidDataException e)
        {
            throw new StoreException($"the operations that \"{app}\" was matched against are damaged: {e.Message}; load the app again", e);
        }
    }
}

/// <summary>A recording with its release.</summary>
/// <param name="Stored">The recording.</param>
/// <param name="Release">The release it was matched against.</param>
public sealed record OpenRecording(StoredRecording Stored, Release Release)
{
    /// <summary>Filters come from URLs, so there may be any number of them.</summary>
    const int MostCounted = 16;

    readonly ConcurrentDictionary<string, AppCoverage> _counted = new(StringComparer.Ordinal);

    /// <summary>Decided on the whole recording: a filter that keeps no test must not make every request count as a test's.</summary>
    readonly Lazy<bool> _namesTests = new(() => CoverageCounter.Tests(Stored.Cube, NamingOf(Stored, Release)).Any(t => t is not null));

    /// <summary>How the recording's user agents name tests.</summary>
    public TestNaming Naming { get; } = NamingOf(Stored, Release);

    /// <summary>The release's conformance tests, or null where no list is known.</summary>
    public ConformanceList? ConformanceTests => ListOf(Release);

    /// <summary>The recording's coverage under a filter, deprecated operations included. The last ones asked for are kept.</summary>
    /// <exception cref="StoreException">The filter has a time span and the recording's rows cannot be read.</exception>
    public AppCoverage Coverage(RecordingFilter filter)
    {
        var key = string.Join('\n', filter.ToQuery().Select(t => t.Key + "\n" + t.Value));
        if (_counted.TryGetValue(key, out var known)) return known;
        var coverage = Count(filter);
        if (_counted.Count >= MostCounted) _counted.Clear();
        return _counted[key] = coverage;
    }

    AppCoverage Count(RecordingFilter filter)
    {
        var all = filter.Since is null && filter.Until is null ? Stored.Cube : CubeOfTimeSpan.Of(Stored, filter.Since, filter.Until);
        var cube = filter.Apply(all, Release, Naming);
        var coverage =
            CoverageCounter.Count(Release, cube, ConformanceTests, filter.Outcome, withDeprecated: true, _namesTests.Value, Naming);
        var kept = coverage with { Endpoints = [.. coverage.Endpoints.Where(e => filter.Keeps(e.Operation))] };
        return new AppCoverage(Stored.Manifest.App, Stored.Manifest, Release, cube, kept, ConformanceTests) { Naming = Naming };
    }

    static ConformanceList? ListOf(Release release) =>
        release.Version is { } version && ConformanceFacts.For(version) is { Count: > 0 } tests ? tests : null;

    static TestNaming NamingOf(StoredRecording stored, Release release) => new(stored.Manifest.TestPattern, ListOf(release));
}
