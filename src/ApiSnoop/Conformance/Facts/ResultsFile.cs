using System.Globalization;
using System.Text;
using ApiSnoop.Catalog;
using ApiSnoop.Catalog.Facts;
using ApiSnoop.Conformance.Results;

namespace ApiSnoop.Conformance.Facts;

/// <summary>Writes what <see cref="ResultsTable"/> reads. The same results give the same bytes, in whatever order they come.</summary>
sealed class ResultsFile
{
    readonly ReleaseTimeline _timeline;
    readonly SortedDictionary<string, (ulong Tested, ulong Conformance)> _endpoints = new(StringComparer.Ordinal);
    readonly Dictionary<string, (ulong Seen, ulong Conformance)> _tests = new(StringComparer.Ordinal);
    readonly Dictionary<(string Endpoint, string Test), ulong> _hits = [];

    ResultsFile(IReadOnlyCollection<TestResults> all)
    {
        _timeline = new(all.Select(r => r.Release.Version!.Value));
        foreach (var results in all) Add(results, 1UL << _timeline.IndexOf(results.Release.Version!.Value));
    }

    /// <summary>Writes both files.</summary>
    /// <param name="folder">The folder of facts.</param>
    /// <param name="all">Each release's results; the releases have numbers.</param>
    public static void Write(string folder, IReadOnlyCollection<TestResults> all)
    {
        var file = new ResultsFile(all);
        // New tests go to the end, so that a new release does not number all of them anew.
        var names = file._tests.OrderBy(t => ulong.TrailingZeroCount(t.Value.Seen)).ThenBy(t => t.Key, StringComparer.Ordinal)
            .Select(t => t.Key).ToList();
        FactRows.Write(folder, ResultsTable.TestsFile, "#test\tseen\tconformance", names.Select(file.TestRow));
        FactRows.Write(folder, ResultsTable.EndpointsFile, "#operation\ttested\tconformance tested\ttests",
            [string.Join(',', file._timeline.Releases), .. file.EndpointRows(names)]);
    }

    void Add(TestResults results, ulong release)
    {
        foreach (var test in results.Tests)
        {
            var (seen, conformance) = _tests.GetValueOrDefault(test.Name);
            _tests[test.Name] = (seen | release, test.Conformance ? conformance | release : conformance);
        }
        foreach (var (id, hit) in results.Endpoints)
        {
            var (tested, conformance) = _endpoints.GetValueOrDefault(id);
            _endpoints[id] = (tested | release, hit.ConformanceTested ? conformance | release : conformance);
            foreach (var test in hit.Tests) _hits[(id, test)] = _hits.GetValueOrDefault((id, test)) | release;
        }
    }

    string TestRow(string name) =>
        $"{TsvCell.Escape(name)}\t{_timeline.Format(_tests[name].Seen)}\t{_timeline.Format(_tests[name].Conformance)}";

    IEnumerable<string> EndpointRows(List<string> names)
    {
        var numbers = names.Select((name, i) => (name, i)).ToDictionary(n => n.name, n => n.i, StringComparer.Ordinal);
        var hits = _hits.ToLookup(h => h.Key.Endpoint, h => (Number: numbers[h.Key.Test], Releases: Releases(h.Key.Test, h.Value)));
        foreach (var (id, (tested, conformance)) in _endpoints)
        {
            var row = new StringBuilder($"{TsvCell.Escape(id)}\t{_timeline.Format(tested)}\t{_timeline.Format(conformance)}");
            foreach (var group in hits[id].GroupBy(h => h.Releases).OrderBy(g => g.Key, StringComparer.Ordinal))
                row.Append('\t').Append(group.Key).Append(':').Append(Ranges([.. group.Select(h => h.Number).Order()]));
            yield return row.ToString();
        }
    }

    string Releases(string test, ulong set) => set == _tests[test].Seen ? "*" : _timeline.Format(set);

    static string Ranges(int[] numbers)
    {
        var text = new StringBuilder();
        for (var i = 0; i < numbers.Length; i++)
        {
            var end = i;
            while (end + 1 < numbers.Length && numbers[end + 1] == numbers[end] + 1) end++;
            if (text.Length > 0) text.Append(',');
            text.Append(CultureInfo.InvariantCulture, $"{numbers[i]}");
            if (end > i) text.Append(CultureInfo.InvariantCulture, $"-{numbers[end]}");
            i = end;
        }
        return text.ToString();
    }
}
