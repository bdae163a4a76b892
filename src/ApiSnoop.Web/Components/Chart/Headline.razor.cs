using ApiSnoop.Catalog;
using ApiSnoop.Charts;
using ApiSnoop.Conformance;
using Microsoft.AspNetCore.Components;

namespace ApiSnoop.Web.Components.Chart;

/// <summary>What a zoomed slice comes to.</summary>
public partial class Headline
{
    /// <summary>The slice that fills the chart.</summary>
    [Parameter, EditorRequired] public Slice Zoomed { get; set; } = null!;

    /// <summary>The release.</summary>
    [Parameter, EditorRequired] public Release Release { get; set; } = null!;

    [Inject]
    RecordingShelf Shelf { get; set; } = null!;

    int Eligible { get; set; }

    int Covered { get; set; }

    int Pending { get; set; }

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        (Eligible, Covered, Pending) = (0, 0, 0);
        foreach (var leaf in SliceTree.Leaves(Zoomed))
        {
            if (Release.Find(leaf.Key) is not { } operation || !Shelf.Known.Lists.IsEligible(operation)) continue;
            Eligible++;
            // Pending ones are eligible but nobody owes them a test yet, so their number is told beside it.
            if (Shelf.Known.Lists.Pending.Contains(operation.Id) && leaf.ConformanceTested == 0) Pending++;
            Covered += leaf.ConformanceTested;
        }
    }
}
