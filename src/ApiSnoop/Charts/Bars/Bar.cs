using System.Collections.Immutable;

namespace ApiSnoop.Charts.Bars;

/// <summary>A bar of a chart, made of parts one after another.</summary>
/// <param name="Label">What the bar is of, such as <c>1.36</c>.</param>
/// <param name="Href">Where the label leads; null for nowhere.</param>
/// <param name="Figure">What the bar comes to, written at its end.</param>
/// <param name="Parts">The parts from the start; those of nought are not drawn.</param>
public sealed record Bar(string Label, string? Href, string Figure, ImmutableArray<BarPart> Parts)
{
    /// <summary>The sum of the parts.</summary>
    public int Total => Parts.Sum(p => p.Value);
}

/// <summary>A part of a bar.</summary>
/// <param name="Kind">Which of the chart's kinds it is; the class that paints it.</param>
/// <param name="Value">How much it is.</param>
/// <param name="Words">What it is, for those who point at it or hear it.</param>
/// <param name="Href">Where it leads; null for nowhere.</param>
public sealed record BarPart(string Kind, int Value, string Words, string? Href);
