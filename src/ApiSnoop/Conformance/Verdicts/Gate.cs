using System.Globalization;
using ApiSnoop.Catalog;
using ApiSnoop.Conformance.Results;
using ApiSnoop.Conformance.Standing;

namespace ApiSnoop.Conformance.Verdicts;

/// <summary>
/// The gate that a Kubernetes release goes through: every stable endpoint that it brings has a conformance test, unless it is
/// ineligible or pending.
/// </summary>
/// <remarks>
/// What the job of 2026 gets wrong (cncf/apisnoop#859, #1034): levels are ours, so that the index of an alpha-only group is not
/// stable; pending ones are excused; and where results are missing there is no verdict, never "untested".
/// </remarks>
public static class Gate
{
    /// <summary>
    /// How many of the list's tests must have been seen for a verdict unless the caller says otherwise, in percent. A run of the
    /// whole list loses a few: tests whose names have dashes in them were not seen for years.
    /// </summary>
    public const double UsualShareOfTests = 90;

    /// <summary>Judges a release.</summary>
    /// <param name="release">The release that is asked about.</param>
    /// <param name="results">Its results; null when there are none.</param>
    /// <param name="baseline">Results to compare with; null to look at new endpoints only.</param>
    /// <param name="known">The lists and the history of operations.</param>
    /// <param name="leastTests">How many of the list's tests must have been seen.</param>
    public static GateVerdict Judge(
        ReleaseVersion release, TestResults? results, TestResults? baseline, KnownConformance known, LeastTests leastTests)
    {
        if (results is null) return new() { Release = release, Problem = $"There are no results of Kubernetes {release}." };
        var standing = ReleaseStanding.Of(results, known);
        var verdict = new GateVerdict { Release = release, Standing = standing, Baseline = baseline?.Origin.Words };
        if (ProblemOf(release, standing, leastTests) is { } problem) return verdict with { Problem = problem };
        if (baseline is not null && baseline.Endpoints.Values.All(e => !e.ConformanceTested))
            return verdict with { Problem = $"The baseline, {baseline.Origin.Words}, has no conformance test." };
        return verdict with
        {
            Untested = [.. standing.Debt],
            Regressed = baseline is null ? []
                : [.. standing.Owed.Where(e => !e.New && baseline.IsConformanceTested(e.Operation.Id))],
        };
    }

    static string? ProblemOf(ReleaseVersion release, ReleaseStanding standing, LeastTests least)
    {
        var origin = standing.Results.Origin.Words;
        if (standing.Results.Release.Version != release)
            return $"The results, {origin}, are of {standing.Results.Release.Name}, not of Kubernetes {release}.";
        if (standing.Listed == 0) return $"There is no list of the conformance tests of Kubernetes {release}.";
        var needed = least.Of(standing.Listed);
        return standing.Seen >= needed ? null : string.Create(CultureInfo.InvariantCulture,
            $"The results, {origin}, are incomplete: {standing.Seen} of the list's {standing.Listed} tests were seen, and {needed} are "
                + $"needed.");
    }
}
