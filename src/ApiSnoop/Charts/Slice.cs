using System.Collections.Immutable;

namespace ApiSnoop.Charts;

/// <summary>How a slice of a chart is painted: in colour and in pattern.</summary>
public enum SliceState : byte
{
    /// <summary>Never hit: grey.</summary>
    Untested,

    /// <summary>Hit, but by no test (for an app simply: hit).</summary>
    Hit,

    /// <summary>Hit by a test that is no conformance test.</summary>
    Tested,

    /// <summary>Hit by a conformance test.</summary>
    ConformanceTested,
}

/// <summary>
/// A node of the chart's tree: the root, a level, a category or (a leaf) an endpoint with its method.
/// Children are drawn in their order.
/// </summary>
/// <param name="Key">The step of the path in the URL: <c>stable</c>, <c>core</c>, or the operationId; empty for the root.</param>
/// <param name="Label">What the reader sees, such as <c>get /api/v1/pods</c>.</param>
/// <param name="Detail">A second line for a leaf, such as its operationId; may be empty.</param>
/// <param name="Total">How many endpoints the slice holds; 1 for a leaf.</param>
/// <param name="Hit">How many of them were hit in the sense of the chart (tested, for the test coverage).</param>
/// <param name="ConformanceTested">How many of them were hit by a conformance test.</param>
/// <param name="Requests">The requests to them.</param>
/// <param name="State">For a leaf, its state; for an inner node, the best state among its leaves.</param>
/// <param name="Children">The slices inside.</param>
public sealed record Slice(
    string Key, string Label, string Detail, int Total, int Hit, int ConformanceTested, long Requests,
    SliceState State, ImmutableArray<Slice> Children);
