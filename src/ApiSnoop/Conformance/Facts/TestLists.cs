using ApiSnoop.Catalog;

namespace ApiSnoop.Conformance.Facts;

/// <summary>The rows of <c>conformance-tests.tsv</c>: each test once, with the releases that have it.</summary>
sealed class TestLists
{
    /// <summary>The file's name.</summary>
    public const string File = "conformance-tests.tsv";

    readonly List<(ConformanceTest Test, ulong Set)> _tests = [];
    readonly Dictionary<ReleaseVersion, ConformanceList> _lists = [];

    /// <summary>Reads the rows; the first one is all releases that are known, so that an open range has an end.</summary>
    public TestLists(List<string[]> rows)
    {
        Timeline = new(rows[0][0].Split(',').Select(FactRows.Version));
        foreach (var cells in rows.Skip(1)) _tests.Add((Test(cells), FactRows.Set(Timeline, cells[1], File)));
    }

    /// <summary>The releases that have a list.</summary>
    public ReleaseTimeline Timeline { get; }

    /// <summary>All tests with what is known of them.</summary>
    public IEnumerable<ConformanceTest> Tests => _tests.Select(t => t.Test);

    /// <summary>A release's tests; none where no list is known.</summary>
    public ConformanceList Of(ReleaseVersion release)
    {
        lock (_lists)
        {
            if (_lists.TryGetValue(release, out var list)) return list;
            var index = Timeline.IndexOf(release);
            return _lists[release] = new(index < 0 ? [] : _tests.Where(t => (t.Set >> index & 1) != 0).Select(t => t.Test));
        }
    }

    static ConformanceTest Test(string[] cells) =>
        new(cells[0], cells[3], cells[4], cells[2].Length == 0 ? null : FactRows.Version(cells[2]));
}
