using System.Collections.Immutable;
using ApiSnoop.Catalog;
using ApiSnoop.Charts;
using ApiSnoop.Charts.Bars;
using ApiSnoop.Conformance.Standing;

namespace ApiSnoop.Reports.Conformance;

/// <summary>The two charts of progress: at the time of each release, and by the release that brought an endpoint.</summary>
public static class ProgressBars
{
    /// <summary>The kinds of parts with their words, in the order in which they are drawn.</summary>
    public static ImmutableArray<(string Kind, string Words)> OfReleases { get; } =
    [
        ("before", "tested before"), ("paid", "old debt paid"), ("new", "new, with tests"), ("owed", "still owed"),
        ("debt", "new, without tests"), ("pending", "pending"),
    ];

    /// <summary>The kinds of parts with their words, in the order in which they are drawn.</summary>
    public static ImmutableArray<(string Kind, string Words)> OfIntroductions { get; } =
        [("before", "conformance tested"), ("debt", "untested")];

    /// <summary>A bar a release, the newest first.</summary>
    /// <param name="releases">The releases.</param>
    /// <param name="shares">Whether figures are shares.</param>
    /// <param name="href">The address of a list of a release's endpoints.</param>
    public static IReadOnlyList<Bar> Releases(
        IEnumerable<ReleaseProgress> releases, bool shares, Func<ReleaseVersion, EndpointList, string> href) =>
    [
        .. releases.OrderByDescending(r => r.Release).Select(r => new Bar(
            r.Release.ToString(), "/releases/" + r.Release, FigureOf(r.Tested, r.Eligible, shares),
            [
                Part(r, "before", r.TestedBefore, "tested before", EndpointList.Tested, href),
                Part(r, "paid", r.Paid.Length, "of old debt paid", EndpointList.OldCoveredByNew, href),
                Part(r, "new", r.NewTested.Length, "new with tests", EndpointList.NewWithTests, href),
                Part(r, "owed", r.Owed - r.Debt, "still owed", EndpointList.Untested, href),
                Part(r, "debt", r.Debt, "new without tests", EndpointList.NewWithoutTests, href),
                Part(r, "pending", r.Pending, "pending", EndpointList.Untested, href),
            ])),
    ];

    /// <summary>A bar a release that brought endpoints, the newest first.</summary>
    /// <param name="introductions">The releases.</param>
    /// <param name="shares">Whether figures are shares.</param>
    public static IReadOnlyList<Bar> Introductions(ImmutableArray<IntroductionProgress> introductions, bool shares) =>
    [
        .. introductions.Reverse().Select(i => new Bar(
            i == introductions[0] ? $"≤ {i.Introduced}" : i.Introduced.ToString(), "/releases/" + i.Introduced,
            i.Endpoints.Length == 0 ? "–" : FigureOf(i.Tested, i.Endpoints.Length, shares),
            [
                new("before", i.Tested, $"{i.Introduced}: {Figures.Count(i.Tested)} conformance tested", null),
                new("debt", i.Untested, $"{i.Introduced}: {Figures.Count(i.Untested)} untested", null),
            ])),
    ];

    static BarPart Part(
        ReleaseProgress release, string kind, int value, string words, EndpointList list,
        Func<ReleaseVersion, EndpointList, string> href) =>
        new(kind, value, $"{release.Release}: {Figures.Count(value)} {words}", href(release.Release, list));

    static string FigureOf(int part, int whole, bool shares) =>
        shares ? Figures.Brief(part, whole) : $"{Figures.Count(part)} / {Figures.Count(whole)}";
}
