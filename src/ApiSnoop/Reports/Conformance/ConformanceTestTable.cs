using ApiSnoop.Catalog;
using ApiSnoop.Conformance;
using ApiSnoop.Conformance.Results;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Reports.Conformance;

/// <summary>The conformance tests of a release as a table.</summary>
public static class ConformanceTestTable
{
    /// <summary>A row a test of the list.</summary>
    /// <param name="release">The release.</param>
    /// <param name="known">The lists.</param>
    /// <param name="operationId">Only tests that hit this endpoint, or null for all; then also tests that are none for conformance.</param>
    public static Table Of(ReleaseVersion release, KnownConformance known, string? operationId)
    {
        var (list, results) = (known.Tests(release), known.Results(release));
        var endpoints = Counted(results);
        var tests = operationId is null ? list.Tests
            : results?.TestsOf(operationId).Select(n => list.Find(n) ?? new(n, "", "", null)) ?? [];
        return Table.Of(
            ["test", "conformance", "promoted", "releases", "endpoints", "title", "file"],
            tests.OrderByDescending(t => list.Contains(t.Codename)).ThenBy(t => t.Codename, StringComparer.Ordinal)
            .Select(t => new object?[]
            {
                t.Codename, list.Contains(t.Codename), t.PromotedIn?.ToString(), Releases(t.Codename, known),
                results is null ? null : endpoints.GetValueOrDefault(t.Codename), t.Title, t.File,
            }));
    }

    /// <summary>The releases whose list has a test, as ranges such as <c>1.18-1.34</c>; empty for none.</summary>
    public static string Releases(string codename, KnownConformance known)
    {
        var ranges = new List<string>();
        (ReleaseVersion First, ReleaseVersion Last)? open = null;
        foreach (var release in known.Listed)
        {
            if (known.Tests(release).Contains(codename)) open = (open?.First ?? release, release);
            else if (open is { } closed) (open, _) = (null, Close(ranges, closed));
        }
        if (open is { } last) Close(ranges, last);
        return string.Join(", ", ranges);
    }

    /// <summary>The releases in whose results a test hits anything, the newest first, with what it hits there.</summary>
    public static IReadOnlyList<(Release Release, IReadOnlyList<Operation> Operations)> Seen(string codename, KnownConformance known)
    {
        var seen = new List<(Release, IReadOnlyList<Operation>)>();
        foreach (var results in known.Releases.Reverse().Select(known.Results).OfType<TestResults>())
        {
            List<Operation> hit = [.. results.Release.Operations.Where(o => results.TestsOf(o.Id).Contains(codename))];
            if (hit.Count > 0) seen.Add((results.Release, hit));
        }
        return seen;
    }

    static bool Close(List<string> ranges, (ReleaseVersion First, ReleaseVersion Last) range)
    {
        ranges.Add(range.First == range.Last ? range.First.ToString() : $"{range.First}-{range.Last}");
        return true;
    }

    static Dictionary<string, int> Counted(TestResults? results) => results is null ? []
        : results.Endpoints.Values.SelectMany(e => e.Tests).CountBy(t => t, StringComparer.Ordinal)
            .ToDictionary(StringComparer.Ordinal);
}
