using ApiSnoop.Catalog;
using ApiSnoop.Catalog.Facts;

namespace ApiSnoop.Conformance.Facts;

/// <summary>Writes what <see cref="TestLists"/> reads. The same lists give the same bytes.</summary>
static class TestListFile
{
    /// <summary>Writes the file: each test once, with the releases that have it.</summary>
    /// <param name="folder">The folder of facts.</param>
    /// <param name="namesByRelease">The codenames of each release's conformance tests.</param>
    /// <param name="details">
    /// What is known about tests; of several for one codename the first that knows its title or file counts, and the earliest promotion.
    /// </param>
    public static void Write(
        string folder,
        IReadOnlyDictionary<ReleaseVersion, IReadOnlySet<string>> namesByRelease,
        IEnumerable<ConformanceTest> details)
    {
        var timeline = new ReleaseTimeline(namesByRelease.Keys);
        var known = details.GroupBy(t => t.Codename, StringComparer.Ordinal).ToDictionary(g => g.Key, Merged, StringComparer.Ordinal);
        var rows = namesByRelease.Values.SelectMany(n => n).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(name => Row(known.GetValueOrDefault(name) ?? new(name, "", "", null), SetOf(name, namesByRelease, timeline), timeline));
        FactRows.Write(folder, TestLists.File, "#test\treleases\tpromoted\ttitle\tfile", [string.Join(',', timeline.Releases), .. rows]);
    }

    static ConformanceTest Merged(IEnumerable<ConformanceTest> tests) => tests.Aggregate((first, second) => first with
    {
        Title = first.Title.Length > 0 ? first.Title : second.Title,
        File = first.File.Length > 0 ? first.File : second.File,
        PromotedIn = Earlier(first.PromotedIn, second.PromotedIn),
    });

    /// <summary>A test that was widened later was promoted when it first came, whichever document was read last.</summary>
    static ReleaseVersion? Earlier(ReleaseVersion? one, ReleaseVersion? other) => one is null || other < one ? other : one;

    static ulong SetOf(
        string name, IReadOnlyDictionary<ReleaseVersion, IReadOnlySet<string>> namesByRelease, ReleaseTimeline timeline) =>
        namesByRelease.Where(r => r.Value.Contains(name)).Aggregate(0UL, (set, r) => set | 1UL << timeline.IndexOf(r.Key));

    static string Row(ConformanceTest test, ulong set, ReleaseTimeline timeline) => string.Join('\t',
        TsvCell.Escape(test.Codename), timeline.Format(set), test.PromotedIn?.ToString() ?? "",
        TsvCell.Escape(test.Title), TsvCell.Escape(test.File));
}
