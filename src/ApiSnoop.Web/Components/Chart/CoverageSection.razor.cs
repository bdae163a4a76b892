using System.Collections.Frozen;
using System.Collections.Immutable;
using ApiSnoop.Charts;
using ApiSnoop.Coverage;
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

    /// <summary>What a hit means.</summary>
    [Parameter] public ChartMeaning Meaning { get; set; }

    /// <summary>The chart's name for those who hear it.</summary>
    [Parameter] public string Title { get; set; } = "";

    /// <summary>The page's own switches.</summary>
    [Parameter] public RenderFragment? ChildContent { get; set; }

    FrozenDictionary<string, EndpointUse> Uses { get; set; } = FrozenDictionary<string, EndpointUse>.Empty;

    Slice Root => Chain[0];

    Slice Zoomed => Chain[^1];

    /// <inheritdoc />
    protected override void OnParametersSet() =>
        Uses = Endpoints.ToFrozenDictionary(e => e.Operation.Id, StringComparer.Ordinal);
}
