using System.Collections.Immutable;
using System.Text.RegularExpressions;
using ApiSnoop.Catalog;
using ApiSnoop.Charts;
using ApiSnoop.Coverage;
using ApiSnoop.Insights;
using ApiSnoop.Recording;
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
    /// <summary>The app's name as it stands in the path.</summary>
    [Parameter] public string Name { get; set; } = "";

    string AppName { get; set; } = "";

    string Shown => SafeText.Cut(SafeText.Of(AppName), 120);

    AppCoverage? Coverage { get; set; }

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

    string EndingLink(ReleaseVersion? release) => (State with
    {
        Own = release is { } r ? [KeyValuePair.Create(EndingTable.Parameter, r.ToString())] : [],
    }).Link + "#ending";

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
        return PageState.Of(RecordingLinks.App(AppName), zoom, query, EndingTable.Parameter);
    }

    /// <inheritdoc />
    protected override void Load()
    {
        Coverage = Shelf.Coverage(AppName, State.Filter);
        GrowsSince = Growing.Since(Options, Shelf.Store, AppName);
        if (Coverage is null) return;
        Profile = AppProfile.Of(Coverage, State.Has("discovery"));
        _callerCells = new() { ["program"] = ProgramCell, ["user"] = UserCell };
        Programs = Answers.Get("programs", [AppName], State.Filter, () => Caller.TableOf(Caller.Programs(Coverage), "program"));
        Users = Answers.Get("users", [AppName], State.Filter, () => Caller.TableOf(Caller.Users(Coverage), "user"));
        var shown = Coverage.Coverage.Endpoints.Where(e => State.Has("discovery") || !Discovery.Is(e.Operation));
        Drawn = [.. shown.Where(e => e.Hit || (State.Has("all") && !e.Operation.Deprecated))];
        var drawn = Coverage with { Coverage = Coverage.Coverage with { Endpoints = Drawn } };
        Chain = SliceTree.Resolve(CoverageSlices.Of(drawn, ChartMeaning.AppUsage, withDeprecated: true), State.Zoom);
    }
}
