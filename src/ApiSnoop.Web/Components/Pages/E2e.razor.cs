using System.Collections.Immutable;
using ApiSnoop.Charts;
using ApiSnoop.Recording;
using Microsoft.AspNetCore.Components;

namespace ApiSnoop.Web.Components.Pages;

/// <summary>The coverage of the e2e run.</summary>
public partial class E2e
{
    /// <summary>The zoomed level, if any.</summary>
    [Parameter] public string? Level { get; set; }

    /// <summary>The zoomed category, if any.</summary>
    [Parameter] public string? Category { get; set; }

    /// <summary>The zoomed endpoint, if any.</summary>
    [Parameter] public string? OperationId { get; set; }

    [CascadingParameter] HttpContext Http { get; set; } = null!;

    [Inject] RecordingShelf Shelf { get; set; } = null!;

    PageState State { get; set; } = null!;

    AppCoverage? App { get; set; }

    IReadOnlyList<string> Known { get; set; } = [];

    string? Damage { get; set; }

    ImmutableArray<Slice> Chain { get; set; } = [];

    Slice Root => Chain[0];

    Slice Zoomed => Chain[^1];

    bool Found => Chain.Length == State.Zoom.Length + 1;

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        State = PageState.Of("/e2e", [Level, Category, OperationId], Http.Request.Query);
        try
        {
            App = Shelf.Coverage(CoverageSlices.TestApp, State.Filter);
        }
        catch (StoreException e)
        {
            Damage = e.Message;
        }

        if (App is null) return;
        Known = [.. Shelf.Store.Manifests().Select(m => m.App)];
        var tree = CoverageSlices.Of(App, ChartMeaning.TestCoverage, State.Deprecated);
        Chain = SliceTree.Resolve(tree, State.Zoom);
    }
}
