using System.Collections.Immutable;
using System.Text.RegularExpressions;
using ApiSnoop.Catalog;
using ApiSnoop.Charts;
using ApiSnoop.Coverage;
using ApiSnoop.Insights;
using ApiSnoop.Recording;
using ApiSnoop.Reports.Clusters;
using ApiSnoop.Reports.Tables;
using ApiSnoop.Web.Addresses;
using ApiSnoop.Web.Capturing;
using ApiSnoop.Web.Components.Apps;
using ApiSnoop.Web.Components.Tables;
using Microsoft.AspNetCore.Components;

namespace ApiSnoop.Web.Components.Pages.Apps;

/// <summary>What an app uses, by whom, and what of it will not last.</summary>
public partial class AppPage
{
    /// <summary>The name of the query's parameter that chooses the release of a sum over clusters.</summary>
    const string ReleaseParameter = "release";

    /// <summary>The app's name as it stands in the path.</summary>
    [Parameter] public string Name { get; set; } = "";

    string AppName { get; set; } = "";

    string Shown => SafeText.Cut(SafeText.Of(Heading), 120);

    string Heading => Sum is null ? AppName : $"{AppOverClusters.Shown(AppName)} over {Figures.Count(Sum.Recordings.Length, "cluster")}";

    AppCoverage? Coverage { get; set; }

    /// <summary>The recordings that the name stands for, added up; null where it is one recording's.</summary>
    SummedApp? Sum { get; set; }

    /// <summary>The sum that is shown; null where the name is one recording's, or none is of the release that is asked for.</summary>
    ReleaseSum? Release { get; set; }

    /// <summary>The app with its recordings in other clusters; null where there are none.</summary>
    AppOverClusters? Together { get; set; }

    /// <summary>The release that the address asks for; empty where it asks for none.</summary>
    string Asked => State.Own.FirstOrDefault(o => o.Key == ReleaseParameter).Value ?? "";

    /// <summary>The recordings whose requests the page counts.</summary>
    IReadOnlyList<string> Counted => Release is null ? [AppName] : [.. Release.Of.Select(r => r.App)];

    [Inject] ServerOptions Options { get; set; } = null!;

    /// <summary>Since when it is being recorded, if it is.</summary>
    DateTimeOffset? GrowsSince { get; set; }

    AppProfile Profile { get; set; } = null!;

    Dictionary<string, RenderFragment<TableCell>> _callerCells = [];

    Table Programs { get; set; } = new([], []);

    Table Users { get; set; } = new([], []);

    ImmutableArray<EndpointUse> Drawn { get; set; } = [];

    ImmutableArray<Slice> Chain { get; set; } = [];

    Slice Root => Chain[0];

    Slice Zoomed => Chain[^1];

    /// <summary>The release that the address asks about: what ends there, and who calls it.</summary>
    ReleaseVersion? RemovedIn =>
        ReleaseVersion.TryParse(State.Own.FirstOrDefault(o => o.Key == EndingTable.Parameter).Value, out var version) ? version : null;

    string EndingLink(ReleaseVersion? release) => With(EndingTable.Parameter, release?.ToString()).Link + "#ending";

    string ReleaseLink(string release) => (With(ReleaseParameter, release) with { Zoom = [] }).Link;

    /// <summary>The page of one of the clusters, under the same filter.</summary>
    string ClusterLink(string recording) => RecordingLinks.With(RecordingLinks.App(recording), State.Filter.ToQuery());

    PageState With(string own, string? value)
    {
        var others = State.Own.RemoveAll(o => o.Key == own);
        return State with { Own = value is null ? others : others.Add(KeyValuePair.Create(own, value)) };
    }

    /// <summary>What ends, of all releases that the clusters are of.</summary>
    ImmutableArray<EndingUse> Ending(Func<AppCoverage, ImmutableArray<EndingUse>> of) => Sum is null
        ? of(Coverage!)
        : EndingUse.Together(Sum.Releases.SelectMany(r => of(r.Sum)));

    /// <summary>A pattern that keeps just this text.</summary>
    static string FilterOf(string text, bool prose) =>
        text.Length == 0 ? "\"\""
        : text.StartsWith('-') || text.Contains('*', StringComparison.Ordinal) || text.StartsWith('/') || prose
        ? $"/^{Regex.Escape(text)}{(prose ? "( |$)" : "$")}/"
        : text;

    string RunLink => RecordingLinks.With("/e2e", AppName == Manifest.TestRun ? [] : [new(RunChoice.Parameter, AppName)]);

    string Breaks => Profile switch
    {
        { Used.IsEmpty: true } => "nothing was seen that a release could lack",
        { BreaksIn: not null } => "is the first release that lacks some of it",
        { KnowsOthers: true } =>
            Profile.Reach.Length > 0 ? $"no known release lacks any {Profile.Reach}" : "no known release lacks what it uses",
        _ => "other releases of its own document are not known",
    };

    bool Found => Chain.Length == State.Zoom.Length + 1;

    private protected override PageState StateOf(IEnumerable<string?> zoom, IQueryCollection query)
    {
        AppName = PathSegment.Unescape(Name);
        return PageState.Of(RecordingLinks.App(AppName), zoom, query, EndingTable.Parameter, ReleaseParameter);
    }

    /// <inheritdoc />
    protected override void Load()
    {
        Coverage = Shelf.Coverage(AppName, State.Filter);
        if (Coverage is null) AddUp();
        else Together = AppOverClusters.With(AppName, Known);
        GrowsSince = Growing.Since(Options, Shelf.Store, AppName);
        if (Coverage is null) return;
        Profile = AppProfile.Of(Coverage, State.Has("discovery"));
        _callerCells = new() { ["program"] = ProgramCell, ["user"] = UserCell };
        Programs = Answers.Get("programs", Counted, State.Filter, () => Caller.TableOf(Caller.Programs(Coverage), "program"));
        Users = Answers.Get("users", Counted, State.Filter, () => Caller.TableOf(Caller.Users(Coverage), "user"));
        var shown = Coverage.Coverage.Endpoints.Where(e => State.Has("discovery") || !Discovery.Is(e.Operation));
        Drawn = [.. shown.Where(e => e.Hit || (State.Has("all") && !e.Operation.Deprecated))];
        var drawn = Coverage with { Coverage = Coverage.Coverage with { Endpoints = Drawn } };
        Chain = SliceTree.Resolve(CoverageSlices.Of(drawn, ChartMeaning.AppUsage, withDeprecated: true), State.Zoom);
    }

    void AddUp()
    {
        Sum = SummedApp.Of(Shelf, AppName, State.Filter);
        Release = Sum?.Find(Asked);
        Coverage = Release?.Sum;
    }
}
