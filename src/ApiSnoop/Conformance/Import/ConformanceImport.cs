using System.Collections.Immutable;
using ApiSnoop.Catalog;
using ApiSnoop.Catalog.Facts;
using ApiSnoop.Catalog.OpenApi;
using ApiSnoop.Conformance.Facts;
using ApiSnoop.Conformance.Results;

namespace ApiSnoop.Conformance.Import;

/// <summary>Puts documents about conformance into a folder of facts: what <c>apisnoop conformance import</c> does.</summary>
/// <remarks>
/// Importing a document again changes nothing. Of a release's lists, and of what is known of a test, the one imported last counts.
/// The facts that ship are made by it too; see <c>data/make-conformance-facts</c>.
/// </remarks>
/// <param name="folder">The folder; made when it is not there.</param>
public sealed class ConformanceImport(string folder)
{
    /// <summary>
    /// From this release on published results name every conformance test of the release: earlier ones were joined with the list of
    /// a later one.
    /// </summary>
    static readonly ReleaseVersion s_firstNaming = new(1, 19);

    /// <summary>Imports a document that is no log.</summary>
    /// <param name="document">The document.</param>
    /// <param name="release">The release it is about, for one that does not say so itself.</param>
    /// <returns>What is in the folder now, in a sentence.</returns>
    /// <exception cref="InvalidDataException">The document is not what it seems to be, or its release is not told.</exception>
    public string Add(ConformanceDocument document, ReleaseVersion? release) => document.Kind switch
    {
        DocumentKind.PublishedResults => Published(document, release),
        DocumentKind.ConformanceYaml => Tests(document, Needed(document, release), ConformanceList.Read(
            new MemoryStream(document.Bytes.ToArray()), document.Name).Tests, "conformance.yaml"),
        DocumentKind.TestNames => Tests(document, Needed(document, release), [.. ListReading.TestNames(document)
            .Select(n => new ConformanceTest(n, "", "", null))], "e2e tests"),
        DocumentKind.Ineligible => Ineligible(document),
        DocumentKind.Pending => Pending(document),
        DocumentKind.ReleaseDates => Dates(document),
        DocumentKind.OpenApi => OpenApi(document, Needed(document, release)),
        _ => throw new InvalidDataException($"{document.Name}: a log has to be counted first"),
    };

    /// <summary>Imports results, in place of what the folder had of their release.</summary>
    /// <param name="results">The results; their release has a number.</param>
    /// <returns>What is in the folder now, in a sentence.</returns>
    public string Add(TestResults results)
    {
        var sources = Sources();
        var table = ResultsTable.In(folder);
        var others = sources.Where(s => s.IsResults && s.Release != results.Release.Version)
            .Select(s => table.Of(new(s.Release.ToString()!, [], []), s.Origin)).OfType<TestResults>();
        ResultsFile.Write(folder, [.. others, results]);
        ConformanceSource.Write(folder, [
            .. sources.Where(s => !s.IsResults || s.Release != results.Release.Version), ConformanceSource.Of(results)]);
        return $"{results.Release.Name}: {results.Endpoints.Count} endpoints tested, "
            + $"{results.Endpoints.Values.Count(e => e.ConformanceTested)} by conformance tests, by {results.Tests.Length} tests";
    }

    string Published(ConformanceDocument document, ReleaseVersion? asked)
    {
        var published = PublishedDocument.Read(document.Bytes, document.Name, document.Sha256);
        if (asked is { } wanted && wanted != published.Version)
            throw new InvalidDataException($"{document.Name}: these are results of {published.Version}, not of {wanted}");
        var known = KnownConformance.Open(folder).Release(published.Version);
        if (known is null) ImportedOperations.Write(folder, known = published.ToRelease());
        var said = Add(published.ToResults(known));
        var list = Lists()?.Of(published.Version).Tests ?? [];
        if (list.Length > 0 || KnownConformance.Shipped.Tests(published.Version).Count == 0)
            WriteTests(published.Version, list, published);
        return known.Sources.Any(s => s.Sha256 == document.Sha256)
            ? said + "; this release is not in the catalog, so its operations were taken from the file"
            : said;
    }

    string Tests(ConformanceDocument document, ReleaseVersion release, IReadOnlyCollection<ConformanceTest> tests, string kind)
    {
        WriteTests(release, tests, null);
        Note(new(release, kind, document.Name, document.Sha256));
        return $"{release}: {Lists()!.Of(release).Count} conformance tests";
    }

    /// <summary>
    /// A release's list is the one that was imported, and what its published results saw: a test that a later patch release dropped
    /// was one when it counted.
    /// </summary>
    void WriteTests(ReleaseVersion release, IReadOnlyCollection<ConformanceTest> tests, PublishedDocument? published)
    {
        var before = Lists();
        var names = (before?.Timeline.Releases ?? [])
            .ToDictionary(v => v, v => (IReadOnlySet<string>)before!.Of(v).Tests.Select(t => t.Codename).ToHashSet(StringComparer.Ordinal));
        names[release] = tests.Select(t => t.Codename).Concat(Published(release)).ToHashSet(StringComparer.Ordinal);
        TestListFile.Write(folder, names, [.. published?.ConformanceTests ?? [], .. tests, .. before?.Tests ?? []]);
    }

    IEnumerable<string> Published(ReleaseVersion release)
    {
        if (release < s_firstNaming) return [];
        var source = Sources().FirstOrDefault(s => s.Kind == ConformanceSource.Results && s.Release == release);
        return source is null ? [] : ResultsTable.In(folder).Of(new(release.ToString(), [], []), source.Origin)?.Tests
            .Where(t => t.Conformance).Select(t => t.Name) ?? [];
    }

    string Ineligible(ConformanceDocument document)
    {
        var rows = ListReading.Ineligible(document).DistinctBy(i => i.OperationId).ToList();
        EligibilityFiles.WriteIneligible(folder, rows);
        Note(new(null, "ineligible", document.Name, document.Sha256));
        return $"{rows.Count} endpoints cannot have a conformance test";
    }

    string Pending(ConformanceDocument document)
    {
        var rows = ListReading.Pending(document).Distinct(StringComparer.Ordinal).ToList();
        EligibilityFiles.WritePending(folder, rows);
        Note(new(null, "pending", document.Name, document.Sha256));
        return $"{rows.Count} endpoints need no conformance test yet";
    }

    string Dates(ConformanceDocument document)
    {
        var dates = ListReading.Dates(document).OrderBy(d => d.Key).ToList();
        FactRows.Write(folder, "releases.tsv", "#release\tdate", dates.Select(d => $"{d.Key}\t{d.Value:yyyy-MM-dd}"));
        Note(new(null, "releases", document.Name, document.Sha256));
        return $"the dates of {dates.Count} releases";
    }

    string OpenApi(ConformanceDocument document, ReleaseVersion release)
    {
        var read = OpenApiDocument.Read(new MemoryStream(document.Bytes.ToArray()), document.Name);
        if (KubernetesCatalog.Shipped.Has(release))
            throw new InvalidDataException($"{document.Name}: the catalog has {release} already. For new facts: apisnoop catalog import.");
        ImportedOperations.Write(folder, read.ToRelease(release.ToString()));
        Note(new(release, "openapi", document.Name, document.Sha256));
        return $"{release}: {read.Operations.Length} operations";
    }

    void Note(ConformanceSource source) => ConformanceSource.Write(
        folder, [.. Sources().Where(s => s.Release != source.Release || s.Kind != source.Kind), source]);

    ImmutableArray<ConformanceSource> Sources() => ConformanceSource.Read(FactRows.In(folder, ConformanceSource.File) ?? []);

    TestLists? Lists() => FactRows.In(folder, TestLists.File) is { } rows ? new(rows) : null;

    static ReleaseVersion Needed(ConformanceDocument document, ReleaseVersion? release) => release ?? document.NamedRelease
        ?? throw new InvalidDataException($"{document.Name}: which release is it about? Say so: --release 1.36");
}
