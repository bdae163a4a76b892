using System.Globalization;
using ApiSnoop.Catalog;
using ApiSnoop.Conformance;
using ApiSnoop.Conformance.Standing;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Reports.Conformance;

/// <summary>How releases and their endpoints stand, as tables.</summary>
public static class StandingTables
{
    /// <summary>A row a release.</summary>
    public static Table Status(IEnumerable<ReleaseProgress> releases) => Table.Of(
        ["release", "date", "stable", "eligible", "conformance tested", "%", "owed", "pending", "new", "new owed", "tests listed",
            "tests seen", "results"],
        releases.Select(r => new object?[]
        {
            r.Release.ToString(), DateOf(r.Release),
            r.Standing.Endpoints.Count(e => e.Operation is { Level: Level.Stable, Deprecated: false }),
            r.Eligible, r.Tested, Share(r.Tested, r.Eligible), r.Owed, r.Pending, r.Standing.New.Count(), r.Debt, r.Standing.Listed,
            r.Standing.Seen, r.Standing.Results.Origin.Words,
        }));

    /// <summary>A row a release: what it brought, what was tested with it, what old debt was paid, and what is owed.</summary>
    public static Table Progress(IEnumerable<ReleaseProgress> releases) => Table.Of(
        ["release", "eligible", "conformance tested", "%", "new", "new with tests", "old debt paid", "lost", "still owed",
            "eligible then", "conformance tested then", "change of lists"],
        releases.Select(r => new object?[]
        {
            r.Release.ToString(), r.Eligible, r.Tested, Share(r.Tested, r.Eligible), r.New.Length, r.NewTested.Length, r.Paid.Length,
            r.Lost.Length, r.Owed, r.OfTheDay?.Eligible, r.OfTheDay?.EligibleTested,
            r.OfTheDay is { } then ? r.Eligible - then.Eligible : null,
        }));

    /// <summary>A row a release: the eligible endpoints that it brought, and how many of them are conformance tested now.</summary>
    public static Table Introductions(IEnumerable<IntroductionProgress> releases)
    {
        var (endpoints, tested) = (0, 0);
        return Table.Of(
            ["introduced in", "endpoints", "conformance tested", "untested", "%", "all endpoints", "all tested"],
            releases.Select((r, i) => new object?[]
            {
                i == 0 ? $"{r.Introduced} or earlier" : r.Introduced.ToString(), r.Endpoints.Length, r.Tested, r.Untested,
                Share(r.Tested, r.Endpoints.Length), endpoints += r.Endpoints.Length, tested += r.Tested,
            }));
    }

    /// <summary>A row an endpoint.</summary>
    public static Table Endpoints(IEnumerable<EndpointStanding> endpoints, KnownConformance known) => Table.Of(
        ["method", "path", "eligibility", "introduced", "conformance tested", "tests", "kind", "operation id", "reason", "link", "note"],
        endpoints.Select(e => new object?[]
        {
            e.Operation.Method.Text(), e.Operation.Path, DemandText(e.Demand), e.Introduced?.ToString(), e.ConformanceTested,
            e.Tests.Length, e.Operation.Kind, e.Operation.Id, known.Lists.Ineligible.GetValueOrDefault(e.Operation.Id)?.Reason ?? "",
            known.Lists.Ineligible.GetValueOrDefault(e.Operation.Id)?.Link ?? "", e.Artefact?.Why ?? "",
        }));

    /// <summary>What is asked for, in a word or two.</summary>
    public static string DemandText(Demand demand) => demand switch
    {
        Demand.Eligible => "eligible",
        Demand.Pending => "pending",
        Demand.Ineligible => "ineligible",
        Demand.Deprecated => "deprecated",
        _ => "not stable",
    };

    /// <summary>A share in percent with two decimals; null of nothing.</summary>
    internal static double? Share(int part, int whole) => whole == 0 ? null : Math.Round(100.0 * part / whole, 2);

    static string? DateOf(ReleaseVersion release) =>
        ConformanceFacts.ReleaseDate(release)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
