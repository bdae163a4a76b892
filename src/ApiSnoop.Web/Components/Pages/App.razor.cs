using System.Collections.Immutable;
using ApiSnoop.Charts;
using ApiSnoop.Coverage;
using ApiSnoop.Recording;
using ApiSnoop.Web.Addresses;
using ApiSnoop.Web.Components.Tables;
using ApiSnoop.Web.Insights;
using Microsoft.AspNetCore.Components;

namespace ApiSnoop.Web.Components.Pages;

/// <summary>What an app uses, by whom, and what of it will not last.</summary>
public partial class App
{
    /// <summary>The app's name as it stands in the path.</summary>
    [Parameter] public string Name { get; set; } = "";

    /// <summary>The zoomed level, if any.</summary>
    [Parameter] public string? Level { get; set; }

    /// <summary>The zoomed category, if any.</summary>
    [Parameter] public string? Category { get; set; }

    /// <summary>The zoomed endpoint, if any.</summary>
    [Parameter] public string? OperationId { get; set; }

    [CascadingParameter] HttpContext Http { get; set; } = null!;

    [Inject] RecordingShelf Shelf { get; set; } = null!;

    PageState State { get; set; } = null!;

    string AppName { get; set; } = "";

    string Shown => ShownText.Cut(ShownText.Of(AppName), 120);

    AppCoverage? Coverage { get; set; }

    string? Damage { get; set; }

    AppProfile Profile { get; set; } = null!;

    ImmutableArray<EndpointUse> Drawn { get; set; } = [];

    ImmutableArray<Slice> Chain { get; set; } = [];

    IReadOnlyList<string> Known { get; set; } = [];

    Slice Root => Chain[0];

    Slice Zoomed => Chain[^1];

    bool Found => Chain.Length == State.Zoom.Length + 1;

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        AppName = PathSegment.Unescape(Name);
        State = PageState.Of(RecordingLinks.App(AppName), [Level, Category, OperationId], Http.Request.Query);
        Known = [.. Shelf.Store.Manifests().Select(m => m.App)];
        try
        {
            Coverage = Shelf.Coverage(AppName, State.Filter);
        }
        catch (StoreException e)
        {
            Damage = e.Message;
        }

        if (Coverage is null) return;
        Profile = AppProfile.Of(Coverage);
        Drawn = [.. Coverage.Coverage.Endpoints.Where(e => e.Hit || (State.Has("all") && !e.Operation.Deprecated))];
        var drawn = Coverage with { Coverage = Coverage.Coverage with { Endpoints = Drawn } };
        Chain = SliceTree.Resolve(CoverageSlices.Of(drawn, ChartMeaning.AppUsage, withDeprecated: true), State.Zoom);
    }
}
