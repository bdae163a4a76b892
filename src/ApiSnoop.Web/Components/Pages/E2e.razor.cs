using System.Collections.Immutable;
using ApiSnoop.Charts;
using ApiSnoop.Web.Addresses;
using ApiSnoop.Web.Components.Apps;

namespace ApiSnoop.Web.Components.Pages;

/// <summary>The coverage of the e2e run.</summary>
public partial class E2e
{
    AppCoverage? App { get; set; }

    /// <summary>A run that the address names and that is none.</summary>
    string? Unknown { get; set; }

    ImmutableArray<Slice> Chain { get; set; } = [];

    Slice Root => Chain[0];

    Slice Zoomed => Chain[^1];

    bool Found => Chain.Length == State.Zoom.Length + 1;

    private protected override PageState StateOf(IEnumerable<string?> zoom, IQueryCollection query) =>
        PageState.Of("/e2e", zoom, query, RunChoice.Parameter);

    /// <inheritdoc />
    protected override void Load()
    {
        var run = RunChoice.Of(Http, Shelf);
        if (run is null) Unknown = RunChoice.Named(Http);
        if (run is not null) App = Shelf.Coverage(run.App, State.Filter);
        if (App is null) return;
        Chain = SliceTree.Resolve(CoverageSlices.Of(App, ChartMeaning.TestCoverage, State.Deprecated), State.Zoom);
    }
}
