using System.Collections.Immutable;
using ApiSnoop.Catalog;
using ApiSnoop.Catalog.Facts;
using ApiSnoop.Conformance.Facts;
using ApiSnoop.Conformance.Results;

namespace ApiSnoop.Conformance;

/// <summary>
/// What is known about conformance: what ships inside the product, and over it what was imported into a folder. Nothing is read
/// before it is asked for. Safe for several threads.
/// </summary>
public sealed class KnownConformance
{
    static readonly Lazy<KnownConformance> OfAssembly = new(() => new(null));

    readonly string? _folder;
    readonly Lazy<EligibilityLists> _lists;
    readonly Lazy<TestLists?> _importedTests;
    readonly Lazy<ResultsTable> _imported, _shipped;
    readonly Lazy<ImmutableArray<ConformanceSource>> _importedSources, _shippedSources;
    readonly Lazy<ImmutableArray<ReleaseVersion>> _releases;
    readonly Lazy<ILookup<string, Artefact>> _artefacts;
    readonly Dictionary<ReleaseVersion, TestResults?> _results = [];
    readonly Dictionary<ReleaseVersion, Release?> _operations = [];

    KnownConformance(string? folder)
    {
        _folder = folder;
        _lists = new(() => folder is null ? EligibilityLists.Shipped : EligibilityFiles.In(folder, EligibilityLists.Shipped));
        _importedTests = new(() => folder is not null && FactRows.In(folder, TestLists.File) is { } rows ? new(rows) : null);
        _imported = new(() => folder is null ? new([], []) : ResultsTable.In(folder));
        _shipped = new(() => new(
            ConformanceFacts.Rows(ResultsTable.EndpointsFile), ConformanceFacts.Rows(ResultsTable.TestsFile)));
        _importedSources = new(() => ConformanceSource.Read(
            (folder is null ? null : FactRows.In(folder, ConformanceSource.File)) ?? []));
        _shippedSources = new(() => ConformanceSource.Read(ConformanceFacts.Rows(ConformanceSource.File)));
        _releases = new(() =>
            [.. _shipped.Value.Timeline.Releases.Union(_imported.Value.Timeline.Releases).Order()]);
        _artefacts = new(() => ConformanceFacts.Rows("artefacts.tsv").Select(ArtefactOf)
            .ToLookup(a => a.OperationId, StringComparer.Ordinal));
    }

    /// <summary>What ships inside the product.</summary>
    public static KnownConformance Shipped => OfAssembly.Value;

    /// <summary>What ships inside the product, and over it what <c>conformance import</c> put into a folder.</summary>
    /// <param name="folder">The folder; it need not exist.</param>
    public static KnownConformance Open(string folder) => Directory.Exists(folder) ? new(folder) : Shipped;

    /// <summary>Where a store keeps what was imported.</summary>
    public static string FolderIn(string store) => Path.Combine(store, "facts");

    /// <summary>The lists of ineligible and pending operations.</summary>
    public EligibilityLists Lists => _lists.Value;

    /// <summary>The releases that have results, oldest first.</summary>
    public IReadOnlyList<ReleaseVersion> Releases => _releases.Value;

    /// <summary>Whether a release's results were imported.</summary>
    public bool IsImported(ReleaseVersion release) => _imported.Value.Timeline.IndexOf(release) >= 0;

    /// <summary>The conformance tests of a release; an empty list where none is known.</summary>
    public ConformanceList Tests(ReleaseVersion release) =>
        _importedTests.Value?.Of(release) is { Count: > 0 } imported ? imported : ConformanceFacts.For(release);

    /// <summary>The releases whose conformance tests are known, oldest first.</summary>
    public IEnumerable<ReleaseVersion> Listed =>
        ConformanceFacts.Versions.Union(_importedTests.Value?.Timeline.Releases ?? []).Order();

    /// <summary>A release's operations: the catalog's, or those that were imported; null for a release that neither has.</summary>
    public Release? Release(ReleaseVersion release)
    {
        if (KubernetesCatalog.Shipped.Has(release)) return KubernetesCatalog.Shipped.Load(release);
        lock (_operations)
        {
            if (!_operations.TryGetValue(release, out var known)) _operations[release] = known = ReadOperations(release);
            return known;
        }
    }

    /// <summary>A release's results; null where there are none.</summary>
    public TestResults? Results(ReleaseVersion release)
    {
        lock (_results)
        {
            if (!_results.TryGetValue(release, out var known)) _results[release] = known = ReadResults(release);
            return known;
        }
    }

    /// <summary>The first release that has an operation, of all that are known up to one; null when none has it.</summary>
    public ReleaseVersion? Introduced(string operationId, ReleaseVersion until)
    {
        if (KubernetesCatalog.Shipped.History(operationId) is { } history) return history.First <= until ? history.First : null;
        foreach (var release in _imported.Value.Timeline.Releases)
            if (release <= until && Release(release)?.Find(operationId) is not null)
                return release;
        return null;
    }

    /// <summary>What is odd about the published status of an operation in a release, or null.</summary>
    public Artefact? ArtefactOf(string operationId, ReleaseVersion release) =>
        _artefacts.Value[operationId].FirstOrDefault(a => a.From <= release && release <= a.To);

    TestResults? ReadResults(ReleaseVersion release)
    {
        var imported = IsImported(release);
        var source = (imported ? _importedSources : _shippedSources).Value.FirstOrDefault(s => s.IsResults && s.Release == release);
        return source is null || Release(release) is not { } operations ? null
            : (imported ? _imported : _shipped).Value.Of(operations, source.Origin);
    }

    Release? ReadOperations(ReleaseVersion release)
    {
        if (_folder is null) return null;
        var file = Path.Combine(_folder, ImportedOperations.FileOf(release));
        if (!File.Exists(file)) return null;
        using var stream = File.OpenRead(file);
        return FactsFile.Read(stream, file);
    }

    static Artefact ArtefactOf(string[] cells) =>
        new(cells[0], FactRows.Version(cells[1].Split('-')[0]), FactRows.Version(cells[1].Split('-')[^1]), cells[2]);
}
