using System.Globalization;
using ApiSnoop.Catalog;
using ApiSnoop.Conformance;
using ApiSnoop.Recording;
using ApiSnoop.Recording.Sql;

namespace ApiSnoop.Reports;

/// <summary>The facts that SQL sees beside a shelf's recordings.</summary>
public static class ShelfFacts
{
    /// <summary>
    /// All shipped releases with their conformance lists, and the users' own documents of the recordings; of those with one
    /// name the operations of all.
    /// </summary>
    public static SqlFacts Of(RecordingShelf shelf)
    {
        var catalog = KubernetesCatalog.Shipped;
        var own = shelf.Store.Manifests().Where(m => m.OwnSpec).Select(m => Own(shelf, m)).OfType<Release>()
            .GroupBy(r => r.Name, StringComparer.Ordinal)
            .Select(g => new Release(g.Key, g.SelectMany(r => r.Operations).DistinctBy(o => o.Id), g.SelectMany(r => r.Sources)));
        var listed = catalog.Versions.Select(v => (Version: v, List: ConformanceFacts.For(v))).ToList();
        return new SqlFacts
        {
            Releases = [.. catalog.Versions.Select(v => new SqlRelease(catalog.Load(v), Date(v))), .. own.Select(r => new SqlRelease(r))],
            Tests = [.. listed.SelectMany(l => l.List.Tests).DistinctBy(t => t.Codename)
                .Select(t => new SqlConformanceTest(t.Codename, t.Title, t.PromotedIn?.ToString() ?? "", "", t.File))],
            Listed = [.. listed.SelectMany(l => l.List.Tests.Select(t => new SqlListedTest(l.Version.ToString(), t.Codename)))],
            Ineligible = [.. shelf.Known.Lists.Ineligible.Values.Select(i => new SqlIneligibleEndpoint(i.OperationId, i.Reason, i.Link))],
            NamedTests = () => NamedTests(shelf),
            Pending = [.. shelf.Known.Lists.Pending.Order(StringComparer.Ordinal)],
        };
    }

    /// <summary>Only runs and recordings with a pattern may have such tests; the others need not be opened.</summary>
    static IEnumerable<SqlNamedTest> NamedTests(RecordingShelf shelf) =>
        from manifest in shelf.Store.Manifests()
        where manifest.TestPattern.Length > 0 || manifest.Kind == RecordingKind.Run
        let recording = Opened(shelf, manifest)
        where recording is not null
        from agent in recording.Stored.Cube.Agents
        let test = recording.Naming.Of(agent)
        where test is not null && (test.IsCut || manifest.TestPattern.Length > 0)
        select new SqlNamedTest(manifest.App, agent, test.Name);

    static Release? Own(RecordingShelf shelf, Manifest manifest) => Opened(shelf, manifest)?.Release;

    static OpenRecording? Opened(RecordingShelf shelf, Manifest manifest)
    {
        try
        {
            return shelf.Open(manifest.App);
        }
        catch (StoreException)
        {
            // A damaged recording is reported where it is listed; the others can still be queried.
            return null;
        }
    }

    static string? Date(ReleaseVersion version) =>
        ConformanceFacts.ReleaseDate(version)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
