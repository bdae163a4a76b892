using ApiSnoop.Charts;
using Microsoft.AspNetCore.Components;

namespace ApiSnoop.Web.Components.Chart;

/// <summary>The levels or categories inside the zoomed slice.</summary>
public partial class SliceTable
{
    /// <summary>The page's state.</summary>
    [Parameter, EditorRequired] public PageState State { get; set; } = null!;

    /// <summary>The slice that fills the chart.</summary>
    [Parameter, EditorRequired] public Slice Zoomed { get; set; } = null!;

    /// <summary>What a hit means.</summary>
    [Parameter] public ChartMeaning Meaning { get; set; }

    bool IsApp => Meaning == ChartMeaning.AppUsage;

    /// <summary>A chart of only what an app uses has a hundred percent everywhere, which says nothing.</summary>
    bool OnlyUsed => IsApp && Zoomed.Hit == Zoomed.Total;

    string Caption => State.Zoom.IsEmpty ? "By level" : $"{Zoomed.Label}, by category";

    IReadOnlyList<Slice> Rows => State.Sort switch
    {
        "name" => InOrder(s => s.Label),
        "endpoints" => InOrder(s => s.Total),
        "hit" => InOrder(s => s.Hit),
        "share" => InOrder(s => Share(s.Hit, s.Total)),
        "conformance" => InOrder(s => s.ConformanceTested),
        "conformance-share" => InOrder(s => Share(s.ConformanceTested, s.Total)),
        "requests" => InOrder(s => s.Requests),
        _ => Zoomed.Children,
    };

    static double Share(int part, int whole) => whole == 0 ? 0 : (double)part / whole;

    IReadOnlyList<Slice> InOrder<TKey>(Func<Slice, TKey> key) =>
        [.. State.Descending ? Zoomed.Children.OrderByDescending(key) : Zoomed.Children.OrderBy(key)];
}
