using System.Collections.Immutable;

namespace ApiSnoop.Charts;

/// <summary>The shape that a tree of slices is drawn in.</summary>
public enum ChartShape : byte
{
    /// <summary>Rings around a centre, clockwise from twelve o'clock.</summary>
    Sunburst,

    /// <summary>Columns from left to right, with room for longer labels.</summary>
    Icicle,
}

/// <summary>What it means that an endpoint of the chart was hit.</summary>
public enum ChartMeaning : byte
{
    /// <summary>Test coverage: conformance tested, tested only, hit by no test, untested.</summary>
    TestCoverage,

    /// <summary>An app: what it uses and what it does not.</summary>
    AppUsage,
}

/// <summary>How a chart is drawn.</summary>
public sealed record ChartOptions
{
    /// <summary>The shape.</summary>
    public ChartShape Shape { get; init; } = ChartShape.Sunburst;

    /// <summary>The words and the states that the numbers stand for.</summary>
    public ChartMeaning Meaning { get; init; } = ChartMeaning.TestCoverage;

    /// <summary>The keys down to the slice that fills the chart; empty for the whole tree.</summary>
    public ImmutableArray<string> Zoom { get; init; } = [];

    /// <summary>The link that shows the chart zoomed to a path of keys; null draws a chart without links.</summary>
    public Func<IReadOnlyList<string>, string>? Href { get; init; }

    /// <summary>Whether the SVG is a file of its own, with its own style, title and legend, or a part of a page.</summary>
    public bool Standalone { get; init; }

    /// <summary>The name of the chart, such as <c>Test coverage of Kubernetes 1.20.0</c>.</summary>
    public string Title { get; init; } = "";

    /// <summary>Put in front of every id in the SVG, so that two charts fit in one page. Letters only.</summary>
    public string IdPrefix { get; init; } = "c";
}
