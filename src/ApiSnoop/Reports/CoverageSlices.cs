using System.Collections.Immutable;
using ApiSnoop.Catalog;
using ApiSnoop.Charts;
using ApiSnoop.Coverage;
using ApiSnoop.Recording;

namespace ApiSnoop.Reports;

/// <summary>The tree that the charts draw: level, category, endpoint and method.</summary>
public static class CoverageSlices
{
    /// <summary>What a hit means: a test in a run, use in any other recording.</summary>
    public static ChartMeaning MeaningOf(AppCoverage app) =>
        app.Kind == RecordingKind.Run ? ChartMeaning.TestCoverage : ChartMeaning.AppUsage;

    /// <summary>A chart's title.</summary>
    public static string TitleOf(AppCoverage app) => MeaningOf(app) == ChartMeaning.TestCoverage
        ? $"Test coverage of Kubernetes {app.Release.Name}{(app.App == Manifest.TestRun ? "" : $" by {app.App}")}"
        : $"{app.App} on the API of Kubernetes {app.Release.Name}";

    /// <summary>
    /// The tree. Levels come stable first; categories by size; endpoints by kind and, inside a kind, from conformance tested
    /// to untested, so that each is one band.
    /// </summary>
    /// <param name="app">The coverage.</param>
    /// <param name="meaning">What a hit means.</param>
    /// <param name="withDeprecated">Whether deprecated endpoints are drawn.</param>
    public static Slice Of(AppCoverage app, ChartMeaning meaning, bool withDeprecated = false)
    {
        var levels = app.Coverage.Endpoints
            .Where(e => withDeprecated || !e.Operation.Deprecated)
            .GroupBy(e => e.Operation.Level)
            .OrderBy(g => g.Key)
            .Select(level => Node(level.Key.Text(), level.Key.Text(), [.. Categories(level, meaning)]));
        return Node("", "", [.. levels]);
    }

    static IEnumerable<Slice> Categories(IEnumerable<EndpointUse> level, ChartMeaning meaning) => level
        .GroupBy(e => e.Operation.Category, StringComparer.Ordinal)
        .OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal)
        .Select(g => Node(g.Key, g.Key, [.. Endpoints(g, meaning)]));

    static IEnumerable<Slice> Endpoints(IEnumerable<EndpointUse> category, ChartMeaning meaning) => category
        .OrderBy(e => e.Operation.Kind, StringComparer.Ordinal)
        .ThenByDescending(e => StateOf(e, meaning))
        .ThenBy(e => e.Operation.Path, StringComparer.Ordinal).ThenBy(e => e.Operation.Method)
        .Select(e => Leaf(e, meaning));

    static Slice Leaf(EndpointUse use, ChartMeaning meaning)
    {
        var state = StateOf(use, meaning);
        return new Slice(
            use.Operation.Id, $"{use.Operation.Method.Text()} {use.Operation.Path}", use.Operation.Id, 1,
            (meaning == ChartMeaning.TestCoverage ? use.Tested : use.Hit) ? 1 : 0, use.ConformanceTested ? 1 : 0, use.Requests, state, []);
    }

    static SliceState StateOf(EndpointUse use, ChartMeaning meaning) => meaning == ChartMeaning.AppUsage
        ? use.Hit ? SliceState.Hit : SliceState.Untested
        : use.ConformanceTested ? SliceState.ConformanceTested
        : use.Tested ? SliceState.Tested
        : use.Hit ? SliceState.Hit : SliceState.Untested;

    static Slice Node(string key, string label, ImmutableArray<Slice> children) => new(
        key, label, "", children.Sum(c => c.Total), children.Sum(c => c.Hit), children.Sum(c => c.ConformanceTested),
        children.Sum(c => c.Requests), children.IsEmpty ? SliceState.Untested : children.Max(c => c.State), children);
}
