using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using ApiSnoop.Catalog;
using ApiSnoop.Conformance.Results;

namespace ApiSnoop.Conformance.Facts;

/// <summary>
/// The results of many releases in two small files. <c>results-tests.tsv</c> has a row a test: the releases whose run had it, and
/// those in which it counted as a conformance test. <c>results.tsv</c> has a row an endpoint: the releases that tested it, those
/// that conformance tested it, and by which tests, as numbers of the other file's rows grouped by releases; <c>*</c> stands for
/// all releases that had the test.
/// </summary>
sealed class ResultsTable
{
    /// <summary>The file of endpoints.</summary>
    public const string EndpointsFile = "results.tsv";

    /// <summary>The file of tests.</summary>
    public const string TestsFile = "results-tests.tsv";

    readonly record struct TestRow(string Name, ulong Seen, ulong Conformance);

    readonly List<TestRow> _tests = [];
    readonly List<(string[] Cells, ulong Tested, ulong Conformance)> _endpoints = [];

    /// <summary>Reads the rows of both files.</summary>
    /// <exception cref="InvalidDataException">A row is not what it should be.</exception>
    public ResultsTable(List<string[]> endpoints, List<string[]> tests)
    {
        Timeline = new(endpoints.Count == 0 ? [] : endpoints[0][0].Split(',').Select(FactRows.Version));
        foreach (var cells in tests) _tests.Add(new(cells[0], Set(cells[1], TestsFile), Set(cells[2], TestsFile)));
        foreach (var cells in endpoints.Skip(1)) _endpoints.Add((cells, Set(cells[1], EndpointsFile), Set(cells[2], EndpointsFile)));
    }

    /// <summary>The releases that have results.</summary>
    public ReleaseTimeline Timeline { get; }

    /// <summary>Reads a folder; files that are not there count as empty.</summary>
    public static ResultsTable In(string folder) =>
        new(FactRows.In(folder, EndpointsFile) ?? [], FactRows.In(folder, TestsFile) ?? []);

    /// <summary>A release's results, or null where there are none.</summary>
    /// <param name="release">The release with its operations.</param>
    /// <param name="origin">Where the results come from.</param>
    public TestResults? Of(Release release, ResultsOrigin origin)
    {
        var index = release.Version is { } version ? Timeline.IndexOf(version) : -1;
        if (index < 0) return null;
        return new()
        {
            Release = release,
            Origin = origin,
            Tests = [.. _tests.Where(t => Has(t.Seen, index)).Select(t => new SeenTest(t.Name, Has(t.Conformance, index)))
                .OrderBy(t => t.Name, StringComparer.Ordinal)],
            Endpoints = _endpoints.Where(e => Has(e.Tested, index)).ToFrozenDictionary(
                e => e.Cells[0], e => new EndpointResult(Has(e.Conformance, index), Hitting(e.Cells, index)), StringComparer.Ordinal),
        };
    }

    ImmutableArray<string> Hitting(string[] cells, int release)
    {
        var names = new List<string>();
        foreach (var hits in cells.AsSpan(3))
        {
            var colon = hits.IndexOf(':', StringComparison.Ordinal);
            var ofTest = colon == 1 && hits[0] == '*';
            if (!ofTest && !Has(Set(hits[..colon], EndpointsFile), release)) continue;
            foreach (var range in hits.AsSpan(colon + 1).Split(','))
            {
                var (first, last) = Range(hits.AsSpan(colon + 1)[range]);
                for (var i = first; i <= last; i++)
                    if (!ofTest || Has(_tests[i].Seen, release)) names.Add(_tests[i].Name);
            }
        }
        names.Sort(StringComparer.Ordinal);
        return [.. names];
    }

    static (int First, int Last) Range(ReadOnlySpan<char> text)
    {
        var dash = text.IndexOf('-');
        var first = int.Parse(dash < 0 ? text : text[..dash], NumberStyles.None, CultureInfo.InvariantCulture);
        return (first, dash < 0 ? first : int.Parse(text[(dash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture));
    }

    ulong Set(string text, string file) => FactRows.Set(Timeline, text, file);

    static bool Has(ulong set, int release) => (set >> release & 1) != 0;
}
