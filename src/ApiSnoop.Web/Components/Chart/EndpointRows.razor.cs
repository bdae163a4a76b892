using System.Collections.Frozen;
using ApiSnoop.Charts;
using ApiSnoop.Coverage;
using ApiSnoop.Reports;
using Microsoft.AspNetCore.Components;

namespace ApiSnoop.Web.Components.Chart;

/// <summary>The endpoints inside the zoomed slice.</summary>
public partial class EndpointRows
{
    /// <summary>The page's state.</summary>
    [Parameter, EditorRequired] public PageState State { get; set; } = null!;

    /// <summary>The slice that fills the chart.</summary>
    [Parameter, EditorRequired] public Slice Zoomed { get; set; } = null!;

    /// <summary>What was counted, for each endpoint of the tree.</summary>
    [Parameter, EditorRequired] public FrozenDictionary<string, EndpointUse> Uses { get; set; } = null!;

    /// <summary>What a hit means.</summary>
    [Parameter] public ChartMeaning Meaning { get; set; }

    /// <summary>Whether the table stands alone and so says levels and categories too.</summary>
    [Parameter] public bool Whole { get; set; }

    readonly record struct Row(Slice Slice, EndpointUse Use);

    bool IsApp => Meaning == ChartMeaning.AppUsage;

    string Caption => Zoomed.Label.Length == 0 ? $"All {Figures.Count(Zoomed.Total)} endpoints" : $"{Figures.Count(Zoomed.Total)} endpoints of {Zoomed.Label}";

    IEnumerable<Row> Rows
    {
        get
        {
            var rows = SliceTree.Leaves(Zoomed).Where(s => Uses.ContainsKey(s.Key)).Select(s => new Row(s, Uses[s.Key]));
            return State.Sort switch
            {
                "level" => InOrder(rows, r => r.Use.Operation.Level),
                "category" => InOrder(rows, r => r.Use.Operation.Category),
                "name" => InOrder(rows, r => (r.Use.Operation.Path, r.Use.Operation.Method.Text())),
                "state" => InOrder(rows, r => r.Slice.State),
                "tests" => InOrder(rows, r => r.Use.Tests.Length),
                "requests" => InOrder(rows, r => r.Use.Requests),
                "agents" => InOrder(rows, r => r.Use.Agents),
                _ => rows,
            };
        }
    }

    IEnumerable<Row> InOrder<TKey>(IEnumerable<Row> rows, Func<Row, TKey> key) => State.Descending ? rows.OrderByDescending(key) : rows.OrderBy(key);
}
