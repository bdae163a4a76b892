using System.Collections.Frozen;
using System.Collections.Immutable;
using ApiSnoop.Charts;
using ApiSnoop.Coverage;
using ApiSnoop.Reports.Tables;
using ApiSnoop.Web.Addresses;
using ApiSnoop.Web.Components.Tables;
using Microsoft.AspNetCore.Components;

namespace ApiSnoop.Web.Components.Chart;

/// <summary>Chart and table over one state.</summary>
public partial class CoverageSection
{
    /// <summary>The page's state.</summary>
    [Parameter, EditorRequired] public PageState State { get; set; } = null!;

    /// <summary>The slices from the root to the zoomed one.</summary>
    [Parameter, EditorRequired] public ImmutableArray<Slice> Chain { get; set; } = [];

    /// <summary>What was counted.</summary>
    [Parameter, EditorRequired] public IEnumerable<EndpointUse> Endpoints { get; set; } = [];

    /// <summary>See <see cref="ChartView.Counts"/>.</summary>
    [Parameter] public object? Counts { get; set; }

    /// <summary>What a hit means.</summary>
    [Parameter] public ChartMeaning Meaning { get; set; }

    /// <summary>The run whose tests the endpoints name.</summary>
    [Parameter] public string Run { get; set; } = "";

    /// <summary>The chart's name for those who hear it.</summary>
    [Parameter] public string Title { get; set; } = "";

    /// <summary>The page's own switches.</summary>
    [Parameter] public RenderFragment? ChildContent { get; set; }

    /// <summary>What stands beside the chart and above its table: the chart comes first, as it is what people come for.</summary>
    [Parameter] public RenderFragment? Aside { get; set; }

    FrozenDictionary<string, EndpointUse> Uses { get; set; } = FrozenDictionary<string, EndpointUse>.Empty;

    Slice Root => Chain[0];

    Slice Zoomed => Chain[^1];

    string Caption => Zoomed.Label.Length == 0 ? "All endpoints" : $"Endpoints of {Zoomed.Label}";

    Table Rows => EndpointUseTable.Of(Zoomed, Uses, Meaning);

    Table Parts => SliceTable.Of(State.Zoom.IsEmpty ? "level" : "category", Zoomed.Children, Meaning);

    Dictionary<string, RenderFragment<TableCell>> _cells = [], _categoryCells = [];

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        Uses = Endpoints.ToFrozenDictionary(e => e.Operation.Id, StringComparer.Ordinal);
        (_cells, _categoryCells) = (new() { ["level"] = ZoomCell, ["category"] = ZoomCell }, new() { ["category"] = CategoryCell });
    }
}
