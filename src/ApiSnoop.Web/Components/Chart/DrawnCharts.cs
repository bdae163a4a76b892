using Microsoft.AspNetCore.Components;

namespace ApiSnoop.Web.Components.Chart;

/// <summary>
/// The charts that were drawn last. A load changes the home page, but rarely the test run that its chart shows, and to draw that is a third
/// of the work for the page. Safe for several threads.
/// </summary>
internal sealed class DrawnCharts
{
    /// <summary>A chart with a thousand endpoints is half a megabyte of text.</summary>
    const int Most = 8;

    readonly Lock _lock = new();
    readonly LinkedList<(object Counts, string Look, DrawnChart Chart)> _charts = new();

    /// <summary>A chart, drawn now if it is not among the last ones.</summary>
    /// <param name="counts">What it shows: an object that never changes.</param>
    /// <param name="look">How it shows that, and where its links lead.</param>
    /// <param name="draw">Draws it.</param>
    public DrawnChart Get(object counts, string look, Func<DrawnChart> draw)
    {
        lock (_lock)
        {
            for (var node = _charts.First; node is not null; node = node.Next)
            {
                if (node.Value.Counts != counts || node.Value.Look != look) continue;
                _charts.Remove(node);
                _charts.AddFirst(node);
                return node.Value.Chart;
            }
        }

        var drawn = draw();
        lock (_lock)
        {
            _charts.AddFirst((counts, look, drawn));
            if (_charts.Count > Most) _charts.RemoveLast();
        }

        return drawn;
    }
}

/// <summary>A chart as it stands in a page.</summary>
/// <param name="Svg">The drawing.</param>
/// <param name="Legend">Its legend.</param>
internal sealed record DrawnChart(MarkupString Svg, MarkupString Legend);
