using ApiSnoop.Catalog;
using ApiSnoop.Catalog.Facts;

namespace ApiSnoop.Conformance;

/// <summary>Writes the facts about conformance that ship inside the product; <c>data/make-conformance-facts.cs</c> gathers them.</summary>
/// <remarks>The same facts give the same bytes.</remarks>
public static class ConformanceImport
{
    /// <summary>Writes <c>conformance-tests.tsv</c>: each test once, with the releases that have it.</summary>
    /// <param name="folder">The folder of facts.</param>
    /// <param name="namesByRelease">The codenames of each release's conformance tests.</param>
    /// <param name="details">What is known about tests; of several for one codename the first that knows a thing counts.</param>
    public static void WriteTests(
        string folder,
        IReadOnlyDictionary<ReleaseVersion, IReadOnlySet<string>> namesByRelease,
        IEnumerable<ConformanceTest> details)
    {
        var timeline = new ReleaseTimeline(namesByRelease.Keys);
        var known = details.GroupBy(t => t.Codename, StringComparer.Ordinal).ToDictionary(g => g.Key, Merged, StringComparer.Ordinal);
        var rows = namesByRelease.Values.SelectMany(n => n).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(name => Row(known.GetValueOrDefault(name) ?? new(name, "", "", null), SetOf(name, namesByRelease, timeline), timeline));
        Write(folder, "conformance-tests.tsv", "#test\treleases\tpromoted\ttitle\tfile", [string.Join(',', timeline.Releases), .. rows]);
    }

    /// <summary>Writes <c>ineligible.tsv</c>.</summary>
    /// <param name="folder">The folder of facts.</param>
    /// <param name="operations">The operations that cannot have a conformance test.</param>
    public static void WriteIneligible(string folder, IEnumerable<Ineligibility> operations) =>
        Write(folder, "ineligible.tsv", "#operation\treason\tlink", operations
            .OrderBy(o => o.OperationId, StringComparer.Ordinal)
            .Select(o => $"{TsvCell.Escape(o.OperationId)}\t{TsvCell.Escape(o.Reason)}\t{TsvCell.Escape(o.Link)}"));

    /// <summary>Writes <c>pending.tsv</c>.</summary>
    /// <param name="folder">The folder of facts.</param>
    /// <param name="operationIds">The operations that will be eligible and have no test yet.</param>
    public static void WritePending(string folder, IEnumerable<string> operationIds) =>
        Write(folder, "pending.tsv", "#operation", operationIds.Order(StringComparer.Ordinal).Select(TsvCell.Escape));

    /// <summary>Writes <c>releases.tsv</c>.</summary>
    /// <param name="folder">The folder of facts.</param>
    /// <param name="dates">The day each release came out; null while in development.</param>
    public static void WriteReleases(string folder, IEnumerable<KeyValuePair<ReleaseVersion, DateOnly?>> dates) =>
        Write(folder, "releases.tsv", "#release\tdate", dates.OrderBy(d => d.Key).Select(d => $"{d.Key}\t{d.Value:yyyy-MM-dd}"));

    static ConformanceTest Merged(IEnumerable<ConformanceTest> tests) => tests.Aggregate((first, second) => first with
    {
        Title = first.Title.Length > 0 ? first.Title : second.Title,
        File = first.File.Length > 0 ? first.File : second.File,
        PromotedIn = first.PromotedIn ?? second.PromotedIn,
    });

    static ulong SetOf(
        string name, IReadOnlyDictionary<ReleaseVersion, IReadOnlySet<string>> namesByRelease, ReleaseTimeline timeline) =>
        namesByRelease.Where(r => r.Value.Contains(name)).Aggregate(0UL, (set, r) => set | 1UL << timeline.IndexOf(r.Key));

    static string Row(ConformanceTest test, ulong set, ReleaseTimeline timeline) => string.Join('\t',
        TsvCell.Escape(test.Codename), timeline.Format(set), test.PromotedIn?.ToString() ?? "",
        TsvCell.Escape(test.Title), TsvCell.Escape(test.File));

    static void Write(string folder, string file, string header, IEnumerable<string> rows)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, file), $"{header}\n{string.Concat(rows.Select(r => $"{r}\n"))}");
    }
}
