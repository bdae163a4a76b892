using System.Collections.Immutable;
using ApiSnoop.Catalog;
using ApiSnoop.Conformance.Results;

namespace ApiSnoop.Conformance.Verdicts;

/// <summary>What tests cover in one run and not in another: recordings, releases or published files.</summary>
/// <param name="A">The first.</param>
/// <param name="B">The second.</param>
/// <param name="Endpoints">The endpoints that fare differently, by what became of them, then by id.</param>
/// <param name="TestsAdded">Tests that only the second has, sorted.</param>
/// <param name="TestsRemoved">Tests that only the first has, sorted.</param>
public sealed record ResultsDifference(
    TestResults A, TestResults B, ImmutableArray<EndpointChange> Endpoints, ImmutableArray<SeenTest> TestsAdded,
    ImmutableArray<SeenTest> TestsRemoved)
{
    /// <summary>Compares two results.</summary>
    public static ResultsDifference Between(TestResults a, TestResults b)
    {
        var ids = a.Release.Operations.Select(o => o.Id).Union(b.Release.Operations.Select(o => o.Id), StringComparer.Ordinal);
        var (inA, inB) = (Names(a), Names(b));
        return new(
            a, b,
            [.. ids.Select(id => Change(id, a, b)).OfType<EndpointChange>().OrderBy(c => c.Kind)
                .ThenBy(c => c.Operation.Id, StringComparer.Ordinal)],
            [.. b.Tests.Where(t => !inA.Contains(t.Name))],
            [.. a.Tests.Where(t => !inB.Contains(t.Name))]);
    }

    /// <summary>How many endpoints fare so.</summary>
    public int Count(ChangeKind kind) => Endpoints.Count(e => e.Kind == kind);

    enum Coverage : byte
    {
        None,
        Tested,
        Conformance,
    }

    static Coverage Of(TestResults results, string id) => results.IsConformanceTested(id) ? Coverage.Conformance
        : results.IsTested(id) ? Coverage.Tested : Coverage.None;

    static HashSet<string> Names(TestResults results) => results.Tests.Select(t => t.Name).ToHashSet(StringComparer.Ordinal);

    static EndpointChange? Change(string id, TestResults a, TestResults b)
    {
        var (before, after) = (a.Release.Find(id), b.Release.Find(id));
        var kind = (Of(a, id), Of(b, id)) switch
        {
            (not Coverage.Conformance, Coverage.Conformance) => ChangeKind.NewlyConformanceTested,
            (Coverage.None, Coverage.Tested) => ChangeKind.NewlyTested,
            (Coverage.Conformance, Coverage.Tested) => ChangeKind.NoLongerConformanceTested,
            (not Coverage.None, Coverage.None) => ChangeKind.NoLongerTested,
            // A deprecated endpoint that nothing tests is no news.
            (Coverage.None, _) when before is null && after is { Deprecated: false } => ChangeKind.Added,
            (Coverage.None, _) when after is null && before is { Deprecated: false } => ChangeKind.Removed,
            _ => ChangeKind.Untouched,
        };
        return kind == ChangeKind.Untouched ? null : new((after ?? before)!, kind, before is not null, after is not null);
    }
}

/// <summary>What became of an endpoint.</summary>
/// <param name="Operation">The endpoint, as the second release knows it if it does.</param>
/// <param name="Kind">What became of it.</param>
/// <param name="InA">Whether the first release has it.</param>
/// <param name="InB">Whether the second release has it.</param>
public sealed record EndpointChange(Operation Operation, ChangeKind Kind, bool InA, bool InB);

/// <summary>What became of an endpoint from one run to another.</summary>
public enum ChangeKind : byte
{
    /// <summary>No conformance test hit it before, and one does now.</summary>
    NewlyConformanceTested,

    /// <summary>No test hit it before, and one does now that is none for conformance.</summary>
    NewlyTested,

    /// <summary>A conformance test hit it before; now only other tests do.</summary>
    NoLongerConformanceTested,

    /// <summary>A test hit it before, and none does now.</summary>
    NoLongerTested,

    /// <summary>Only the second release has it, and no test hits it.</summary>
    Added,

    /// <summary>Only the first release has it, and no test hit it.</summary>
    Removed,

    /// <summary>Nothing.</summary>
    Untouched,
}
