using System.Collections.Immutable;
using ApiSnoop.Catalog;
using ApiSnoop.Conformance.Results;

namespace ApiSnoop.Conformance.Standing;

/// <summary>
/// What a release did for the coverage of eligible endpoints, as its own results have it. What a later release tests does not change
/// it; a later change of the lists of ineligible and pending endpoints does, which the totals of the day beside it show.
/// </summary>
/// <param name="Standing">The release.</param>
/// <param name="New">Eligible endpoints that came with it.</param>
/// <param name="NewTested">Of these, conformance tested in it.</param>
/// <param name="Paid">Older eligible endpoints that it conformance tests and the release before did not.</param>
/// <param name="Lost">Older eligible endpoints that the release before conformance tested and it does not.</param>
/// <param name="Before">The release that it is compared with; null for the oldest one.</param>
public sealed record ReleaseProgress(
    ReleaseStanding Standing,
    ImmutableArray<EndpointStanding> New,
    ImmutableArray<EndpointStanding> NewTested,
    ImmutableArray<EndpointStanding> Paid,
    ImmutableArray<EndpointStanding> Lost,
    ReleaseStanding? Before)
{
    /// <summary>The release.</summary>
    public ReleaseVersion Release => Standing.Results.Release.Version!.Value;

    /// <summary>Eligible endpoints.</summary>
    public int Eligible => Standing.Eligible.Count();

    /// <summary>Of these, conformance tested.</summary>
    public int Tested => Standing.Eligible.Count(e => e.ConformanceTested);

    /// <summary>Eligible endpoints that came with the release, are not pending, and have no test.</summary>
    public int Debt => Standing.Debt.Count();

    /// <summary>Eligible endpoints without a test that nobody is excused from, new or old.</summary>
    public int Owed => Standing.Owed.Count();

    /// <summary>Pending endpoints without a test.</summary>
    public int Pending => Standing.Endpoints.Count(e => e.Demand == Demand.Pending && !e.ConformanceTested);

    /// <summary>Eligible endpoints that were tested already in the release before.</summary>
    public int TestedBefore => Tested - NewTested.Length - Paid.Length;

    /// <summary>The totals that were published on the day, by the lists of the day; null where there were none.</summary>
    public PublishedTotals? OfTheDay => Standing.Results.Origin.Totals;

    /// <summary>Every release that has results, oldest first.</summary>
    public static ImmutableArray<ReleaseProgress> All(KnownConformance known)
    {
        var all = ImmutableArray.CreateBuilder<ReleaseProgress>();
        ReleaseStanding? before = null;
        foreach (var release in known.Releases)
        {
            if (known.Results(release) is not { } results) continue;
            var standing = ReleaseStanding.Of(results, known);
            all.Add(Of(standing, before));
            before = standing;
        }
        return all.ToImmutable();
    }

    /// <summary>A release against the one before it.</summary>
    public static ReleaseProgress Of(ReleaseStanding standing, ReleaseStanding? before)
    {
        bool WasTested(EndpointStanding e) => before is not null && before.Results.IsConformanceTested(e.Operation.Id);
        var eligible = standing.Eligible.ToList();
        return new(
            standing,
            [.. eligible.Where(e => e.New)],
            [.. eligible.Where(e => e.New && e.ConformanceTested)],
            before is null ? [] : [.. eligible.Where(e => !e.New && e.ConformanceTested && !WasTested(e))],
            [.. eligible.Where(e => !e.New && !e.ConformanceTested && WasTested(e))],
            before);
    }
}
