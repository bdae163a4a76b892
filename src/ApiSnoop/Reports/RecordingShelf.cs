using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using ApiSnoop.Catalog;
using ApiSnoop.Catalog.Facts;
using ApiSnoop.Conformance;
using ApiSnoop.Coverage;
using ApiSnoop.Filtering;
using ApiSnoop.Insights.Noise;
using ApiSnoop.Recording;
using ApiSnoop.Recording.Counts;
using ApiSnoop.Recording.Rows;
using ApiSnoop.Reports.Conformance;
using ApiSnoop.Reports.Usage;

namespace ApiSnoop.Reports;

/// <summary>Recordings taken down from the store with all that reports need beside them. Safe for several threads.</summary>
/// <param name="store">The store, at one moment or as it goes on.</param>
/// <param name="opened">Recordings that others opened before.</param>
/// <param name="noise">The store's rules for noise.</param>
/// <param name="conformance">What is known about conformance.</param>
public sealed class RecordingShelf(RecordingStore store, OpenedRecordings opened, StoreNoise noise, ConformanceShelf conformance)
{
    /// <summary>How often recordings are compared that loads go on replacing.</summary>
    const int Attempts = 20;

    /// <summary>What this shelf took down stays, also where others have opened what a load put in its place.</summary>
    readonly ConcurrentDictionary<string, OpenRecording> _open = new(StringComparer.Ordinal);

    /// <summary>The recordings of a store for one who asks alone.</summary>
    public RecordingShelf(RecordingStore store)
        : this(store, new(), new(store.Location), new(store.Location))
    {
    }

    /// <summary>The store behind the shelf.</summary>
    public RecordingStore Store => store;

    /// <summary>An app's recording, or null when there is none.</summary>
    /// <exception cref="StoreException">The recording is damaged.</exception>
    public OpenRecording? Open(string app)
    {
        if (store.Find(app) is not { } manifest)
        {
            _open.TryRemove(app, out _);
            opened.Forget(app);
            return null;
        }

        if (_open.TryGetValue(app, out var open) && open.Is(manifest)) return open;
        if (opened.Find(manifest) is { } known) return _open[app] = known;
        if (opened.HasBefore(manifest)) store.Expect([manifest, .. store.Manifests().Where(m => m.App != app && opened.HasBefore(m))]);
        if (store.Open(app, stored => new OpenRecording(stored, ReleaseOf(stored))) is not { } read) return null;
        opened.Keep(read);
        return _open[app] = read;
    }

    /// <summary>What is known about conformance: what ships, and over it what was imported into the store.</summary>
    public KnownConformance Known => conformance.Known;

    /// <summary>The rules that tell noise, those of the store among them.</summary>
    /// <exception cref="StoreException">A line of the store's file is no rule.</exception>
    public NoiseRules Noise => noise.Rules;

    /// <summary>An app's coverage under a filter, or null when there is no such app.</summary>
    /// <exception cref="StoreException">The recording is damaged.</exception>
    public AppCoverage? Coverage(string app, RecordingFilter filter) => Open(app)?.Coverage(filter);

    /// <summary>
    /// The coverages of some apps, in their order; one that there is not is left out. Of those that share a source each knows what
    /// no other one counts: first come apps, then runs, then clusters.
    /// </summary>
    /// <param name="apps">The apps.</param>
    /// <param name="filter">The filter for each.</param>
    /// <param name="noise">What is left out as noise; null to leave nothing out.</param>
    /// <exception cref="StoreException">A recording is damaged.</exception>
    public IReadOnlyList<AppCoverage> Coverages(
        IEnumerable<string> apps, Func<OpenRecording, RecordingFilter> filter, NoiseRules? noise = null)
    {
        List<string> names = [.. apps];
        for (var attempt = 1; ; attempt++)
        {
            List<OpenRecording> recordings = [.. names.Select(Open).OfType<OpenRecording>()];
            try
            {
                return [.. recordings.Select(r => r.Coverage(filter(r), noise, [.. recordings.Where(r.ComesAfter)]))];
            }
            catch (StoreException) when (attempt < Attempts && recordings.FindAll(IsReplaced).Count > 0)
            {
                // The rows of one went while they were compared: a load put another one in its place. What was counted is kept.
            }
        }
    }

    bool IsReplaced(OpenRecording open) => store.FindAgain(open.Stored.Manifest.App) is not { } now || !open.Is(now);

    /// <summary>The coverages of some apps under one filter.</summary>
    /// <exception cref="StoreException">A recording is damaged.</exception>
    public IReadOnlyList<AppCoverage> Coverages(IEnumerable<string> apps, RecordingFilter filter) => Coverages(apps, _ => filter);

    /// <summary>What an exporter works on.</summary>
    /// <param name="apps">The apps, in the order in which they were named.</param>
    /// <param name="filter">Which requests count.</param>
    /// <param name="run">The test run; null for the usual one.</param>
    /// <param name="withNoise">Whether rankings count noise.</param>
    /// <exception cref="StoreException">A recording is damaged.</exception>
    public ExportInput Input(IReadOnlyCollection<string> apps, RecordingFilter filter, string? run, bool withNoise)
    {
        List<string> sorted = [.. apps.Distinct().Order(StringComparer.Ordinal)];
        return new(Coverages(sorted, filter), CoverageSheetFile.Read(store), TestRun(filter, run))
        {
            Named = [.. apps.Select(a => Coverage(a, filter)).OfType<AppCoverage>()],
            Lists = Known.Lists,
            Quiet = withNoise ? null : () => Coverages(sorted, _ => filter, Noise),
        };
    }

    /// <summary>
    /// What the test run's tests hit, or null when none is loaded. Whom the filter asks for does not matter here: a question about
    /// kubectl must not make a tested endpoint look untested.
    /// </summary>
    /// <param name="filter">The filter.</param>
    /// <param name="run">The run that is asked for; null for the one that <see cref="TestRuns"/> takes.</param>
    /// <exception cref="StoreException">The recording is damaged.</exception>
    public AppCoverage? TestRun(RecordingFilter filter, string? run = null) =>
        TestRuns.Chosen(store.Manifests(), run) is { } chosen ? Coverage(chosen.App, filter.OfTests) : null;

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
    public ConformanceList? ConformanceTests => ConformanceFacts.Of(Release);

    /// <summary>The recording's coverage under a filter, deprecated operations included. The last ones asked for are kept.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="noise">What is left out as noise; null to leave nothing out.</param>
    /// <param name="before">Recordings of the same question whose requests are counted there.</param>
    /// <exception cref="StoreException">The recording's rows are needed and cannot be read.</exception>
    public AppCoverage Coverage(RecordingFilter filter, NoiseRules? noise = null, params IReadOnlyList<OpenRecording> before)
    {
        var coverage = Kept(filter, noise, "all", () => AllOf(filter));
        if (before.Count == 0) return coverage;
        var others = before.Select(b => b.Stored).ToList();
        var isAllCounted = others.Any(o => LoadedSources.AreAllIn(Stored.Manifest, o.Manifest));
        var rest = isAllCounted
            ? Kept(filter, noise, "nothing", () => Stored.Cube.With([]))
            : Kept(filter, noise, string.Join('\n', others.Select(o => LoadedSources.MarkOf(o.Manifest))), () =>
                UnsharedRequests.Of(Stored, others, filter.Since, filter.Until));
        return coverage with { Unshared = rest };
    }

    /// <summary>Whether this recording shares a source with another, which counts first.</summary>
    internal bool ComesAfter(OpenRecording other)
    {
        // What is in it already cannot be told of counts.
        if (Stored.Manifest.HoldsCountsOnly || other.Stored.Manifest.HoldsCountsOnly) return false;
        if (other == this || !Stored.Manifest.Sources.Any(s => s.Sha256.Length > 0 && other.HasSource(s.Sha256))) return false;
        var (mine, its) = (Stored.Manifest, other.Stored.Manifest);
        return mine.Kind != its.Kind ? mine.Kind > its.Kind : string.CompareOrdinal(mine.App, its.App) > 0;
    }

    /// <summary>Whether it is the recording that has these facts.</summary>
    internal bool Is(Manifest manifest) => Stored.Manifest.CubeFile == manifest.CubeFile && Stored.Manifest.Kind == manifest.Kind;

    bool HasSource(string sha256) => Stored.Manifest.Sources.Any(s => s.Sha256 == sha256);

    AppCoverage Kept(RecordingFilter filter, NoiseRules? noise, string what, Func<Cube> count)
    {
        var key = string.Join('\n', [what, .. filter.ToQuery().Select(t => t.Key + "\n" + t.Value)]);
        if (noise is not null) key += FormattableString.Invariant($"\nwithout noise {RuntimeHelpers.GetHashCode(noise)}");
        if (_counted.TryGetValue(key, out var known)) return known;
        var coverage = Count(filter, noise is null ? count() : noise.Without(count()));
        if (_counted.Count >= MostCounted) _counted.Clear();
        return _counted[key] = coverage;
    }

    Cube AllOf(RecordingFilter filter) =>
        filter.Since is null && filter.Until is null ? Stored.Cube : CubeOfTimeSpan.Of(Stored, filter.Since, filter.Until);

    AppCoverage Count(RecordingFilter filter, Cube all)
    {
        var cube = filter.Apply(all, Release, Naming);
        var coverage =
            CoverageCounter.Count(Release, cube, ConformanceTests, filter.Outcome, withDeprecated: true, _namesTests.Value, Naming);
        var kept = coverage with { Endpoints = [.. coverage.Endpoints.Where(e => filter.Keeps(e.Operation))] };
        return new AppCoverage(Stored.Manifest.App, Stored.Manifest, Release, cube, kept, ConformanceTests)
        {
            Naming = Naming,
            Filter = filter,
        };
    }

    static TestNaming NamingOf(StoredRecording stored, Release release) => new(stored.Manifest.TestPattern, ConformanceFacts.Of(release));
}
