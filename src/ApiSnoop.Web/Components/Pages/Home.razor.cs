using System.Collections.Immutable;
using ApiSnoop.Catalog;
using ApiSnoop.Charts;
using ApiSnoop.Conformance;
using ApiSnoop.Coverage;
using ApiSnoop.Filtering;
using ApiSnoop.Insights;
using ApiSnoop.Matching;
using ApiSnoop.Recording;
using ApiSnoop.Reports.Endpoints;
using ApiSnoop.Web.Addresses;
using Microsoft.AspNetCore.Components;

namespace ApiSnoop.Web.Components.Pages;

/// <summary>What is loaded, how healthy it is, and what it says at a glance.</summary>
public partial class Home
{
    static readonly PageState s_e2e = new() { Root = "/e2e" };

    [Inject] RecordingShelf Shelf { get; set; } = null!;

    [Inject] AnswerCache Answers { get; set; } = null!;

    [Inject] DamageLog DamageLog { get; set; } = null!;

    List<(string Name, string Reason)> Damaged { get; } = [];

    ImmutableArray<Manifest> Recordings { get; set; } = [];

    IReadOnlyList<AppCoverage> Coverages { get; set; } = [];

    AppCoverage? Tests { get; set; }

    Slice? Chart { get; set; }

    ImmutableArray<AppProfile> OtherApps { get; set; } = [];

    /// <summary>Apps and whole clusters: what may break. A test run is meant to use what will go.</summary>
    ImmutableArray<AppProfile> Looked { get; set; } = [];

    ImmutableArray<KnownEndpoint> Untested { get; set; } = [];

    ImmutableArray<AppProfile> Shaky { get; set; } = [];

    ImmutableArray<Miss> Misses { get; set; } = [];

    int Stable { get; set; }

    int Tested { get; set; }

    int ConformanceTested { get; set; }

    int Eligible { get; set; }

    int EligibleTested { get; set; }

    long UnmatchedRequests => Misses.Sum(m => m.Requests);

    long Removed => Misses.Where(m => m.Reason == MissReason.UnknownVersion).Sum(m => m.Requests);

    int ShakyEndpoints => Shaky.SelectMany(s => s.Risks).Select(r => r.Use.Operation.Id).Distinct().Count();

    AppProfile? Riskiest =>
        Shaky.OrderBy(s => s.BreaksIn ?? new ReleaseVersion(int.MaxValue, 0)).ThenByDescending(s => s.Risks.Length).FirstOrDefault();

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        var listing = Shelf.Store.List();
        Damaged.AddRange(listing.Damaged.Select(d => (System.IO.Path.GetFileName(d.Folder), d.Reason)));
        Recordings = listing.Manifests;
        var coverages = Shelf.Coverages([.. listing.Manifests.Select(Covered).OfType<AppCoverage>().Select(c =>
            c.App)], RecordingFilter.All);
        Coverages = coverages;
        foreach (var (_, reason) in Damaged) DamageLog.Say(reason);
        Tests = coverages.FirstOrDefault(c => c.App == TestRuns.Chosen(listing.Manifests)?.App);
        OtherApps = [.. coverages.Where(c => c.Kind == RecordingKind.App).Select(c => AppProfile.Of(c))];
        Looked = [.. coverages.Where(c => c.Kind != RecordingKind.Run).Select(c => AppProfile.Of(c))];
        Shaky = [.. Looked.Where(p => !p.Risks.IsEmpty)];
        Misses = [.. coverages.SelectMany(c => Miss.Of(c.Unshared)).GroupBy(m => m.Reason).Select(Together).OrderByDescending(m =>
            m.Requests)];
        if (Tests is null) return;
        Chart = CoverageSlices.Of(Tests, ChartMeaning.TestCoverage);
        Untested = [
            .. UntestedTable.Rank(Answers.EndpointsOfRun(Shelf, [.. coverages.Select(c => c.App)], RecordingFilter.All, Tests.App))
                .Where(e => OtherApps.IsEmpty ? e.Used : e.Apps.Length > 0)];
        Count(Tests.Coverage.Endpoints.Where(e => e.Operation is { Level: Level.Stable, Deprecated: false }));
    }

    void Count(IEnumerable<EndpointUse> stable)
    {
        foreach (var endpoint in stable)
        {
            Stable++;
            if (endpoint.Tested) Tested++;
            if (endpoint.ConformanceTested) ConformanceTested++;
            if (!Shelf.Known.Lists.IsEligible(endpoint.Operation)) continue;
            Eligible++;
            if (endpoint.ConformanceTested) EligibleTested++;
        }
    }

    static Miss Together(IEnumerable<Miss> misses)
    {
        var most = misses.MaxBy(m => m.Requests)!;
        return most with { Requests = misses.Sum(m => m.Requests), Things = misses.Sum(m => m.Things) };
    }

    AppCoverage? Covered(Manifest manifest)
    {
        try
        {
            return Shelf.Coverage(manifest.App, RecordingFilter.All);
        }
        catch (StoreException e)
        {
            Damaged.Add((manifest.App, e.Message));
            return null;
        }
    }
}
