using ApiSnoop.Coverage;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Reports.Comparing;

/// <summary>A test that only one of two recordings has.</summary>
/// <param name="Test">The test.</param>
/// <param name="Came">Whether it is the second recording that has it.</param>
/// <param name="Conformance">Whether it is a conformance test of that recording's release.</param>
/// <param name="Requests">The requests that it made there.</param>
public sealed record TestDifference(TestName Test, bool Came, bool Conformance, long Requests)
{
    /// <summary>The tests that vanished from the first recording to the second, then those that came, by name.</summary>
    public static IReadOnlyList<TestDifference> Between(AppCoverage a, AppCoverage b) =>
        [.. Only(a, b, came: false), .. Only(b, a, came: true)];

    /// <summary><c>came</c> or <c>vanished</c>.</summary>
    public string Text => Came ? "came" : "vanished";

    /// <summary>A row a test.</summary>
    /// <param name="differences">The tests, in their order.</param>
    /// <param name="a">What the first recording is called.</param>
    /// <param name="b">What the second is called.</param>
    public static Table TableOf(IEnumerable<TestDifference> differences, string a, string b) => Table.Of(
        ["change", "test", "conformance", "requests", "app"],
        differences.Select(d => new object?[] { d.Text, d.Test.Name, d.Conformance, d.Requests, d.Came ? b : a }));

    static IEnumerable<TestDifference> Only(AppCoverage has, AppCoverage lacks, bool came)
    {
        var there = lacks.Coverage.Tests.Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        var tests = CoverageCounter.Tests(has.Cube, has.Naming);
        var requests = has.Cube.Cells.Where(c => tests[c.Agent] is not null).GroupBy(c => tests[c.Agent]!.Name, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Sum(c => c.Requests), StringComparer.Ordinal);
        return has.Coverage.Tests.Where(t => !there.Contains(t.Name)).Select(t => new TestDifference(
            t, came, CoverageCounter.IsConformance(t, has.ConformanceTests), requests.GetValueOrDefault(t.Name)));
    }
}
