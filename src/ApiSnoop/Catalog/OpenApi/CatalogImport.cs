using System.Collections.Immutable;
using ApiSnoop.Catalog.Facts;

namespace ApiSnoop.Catalog.OpenApi;

/// <summary>Makes facts of OpenAPI documents: what <c>apisnoop catalog import</c> does.</summary>
/// <remarks>
/// The result depends on the documents only: importing them again, or in another order of releases, gives the same bytes.
/// </remarks>
public static class CatalogImport
{
    /// <summary>Puts a release into a folder of facts, in place of what the folder had of that release.</summary>
    /// <param name="folder">The folder with <c>operations.tsv</c> and <c>sources.tsv</c>; made when it is not there.</param>
    /// <param name="release">The release that the documents describe.</param>
    /// <param name="documents">
    /// The first says which operations there are; the others only fill in a kind or an action that it leaves out.
    /// </param>
    /// <returns>The release as it is now in the folder.</returns>
    /// <exception cref="ArgumentException">There is no document.</exception>
    /// <exception cref="InvalidDataException">The folder holds something else under the names of the facts files.</exception>
    public static Release Import(string folder, ReleaseVersion release, IReadOnlyList<OpenApiDocument> documents)
    {
        var imported = Merge(release, documents);
        var facts = FactsFolder.Open(folder);
        var rows = RowsWithout(release, facts);
        var lists = new SortedDictionary<string, string[]>(facts.Table.Lists, StringComparer.Ordinal);
        foreach (var operation in imported.Operations) Releases(rows, OperationRow.Write(operation, lists)).Add(release);
        var sources = facts.Sources.Where(s => s.Release != release)
            .Concat(imported.Sources.Select(s => new ReleaseSource(release, s)))
            .OrderBy(s => s.Release)
            .ToList();
        Write(folder, sources, rows, lists);
        return imported;
    }

    /// <summary>Makes one release of its documents.</summary>
    /// <param name="release">The release that the documents describe.</param>
    /// <param name="documents">The first leads, the others fill gaps.</param>
    /// <exception cref="ArgumentException">There is no document.</exception>
    public static Release Merge(ReleaseVersion release, IReadOnlyList<OpenApiDocument> documents)
    {
        if (documents.Count == 0) throw new ArgumentException("There is no document to import.", nameof(documents));
        var operations = documents[0].Operations;
        foreach (var document in documents.Skip(1)) operations = Fill(operations, document);
        return new(release.ToString(), operations, documents.Select(d => d.Source));
    }

    static ImmutableArray<Operation> Fill(ImmutableArray<Operation> operations, OpenApiDocument other)
    {
        var known = other.Operations.ToDictionary(o => (o.Method, o.Path));
        return [.. operations.Select(o => known.TryGetValue((o.Method, o.Path), out var more) ? Filled(o, more) : o)];
    }

    static Operation Filled(Operation operation, Operation more) => operation with
    {
        Kind = operation.Kind.Length > 0 ? operation.Kind : more.Kind,
        Action = operation.Action.Length > 0 ? operation.Action : more.Action,
    };

    static Dictionary<string, HashSet<ReleaseVersion>> RowsWithout(ReleaseVersion release, FactsFolder facts)
    {
        var rows = new Dictionary<string, HashSet<ReleaseVersion>>(StringComparer.Ordinal);
        foreach (var (text, set) in facts.Table.Texts())
        {
            var releases = Releases(rows, text);
            releases.UnionWith(facts.Table.Timeline.Members(set));
            releases.Remove(release);
        }
        return rows;
    }

    static HashSet<ReleaseVersion> Releases(Dictionary<string, HashSet<ReleaseVersion>> rows, string row)
    {
        if (!rows.TryGetValue(row, out var releases)) rows[row] = releases = [];
        return releases;
    }

    static void Write(
        string folder,
        List<ReleaseSource> sources,
        Dictionary<string, HashSet<ReleaseVersion>> rows,
        SortedDictionary<string, string[]> lists)
    {
        var timeline = new ReleaseTimeline(sources.Select(s => s.Release));
        var ordered = rows.Where(r => r.Value.Count > 0)
            .OrderBy(r => FirstCell(r.Key), StringComparer.Ordinal)
            .ThenBy(r => r.Value.Min())
            .ThenBy(r => r.Key, StringComparer.Ordinal)
            .ToList();
        var used = ordered.Select(r => LastCell(r.Key)).ToHashSet(StringComparer.Ordinal);
        foreach (var unused in lists.Keys.Where(id => !used.Contains(id)).ToList()) lists.Remove(unused);
        FactsFolder.Write(folder, sources, ordered.Select(r => (r.Key, timeline.Format(SetOf(r.Value, timeline)))), lists);
    }

    static ulong SetOf(HashSet<ReleaseVersion> releases, ReleaseTimeline timeline) =>
        releases.Aggregate(0UL, (set, release) => set | 1UL << timeline.IndexOf(release));

    static string FirstCell(string row) => row[..row.IndexOf('\t', StringComparison.Ordinal)];

    static string LastCell(string row) => row[(row.LastIndexOf('\t') + 1)..];
}
