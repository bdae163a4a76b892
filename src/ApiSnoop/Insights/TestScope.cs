using System.Collections.Immutable;
using ApiSnoop.Catalog;
using ApiSnoop.Conformance;
using ApiSnoop.Coverage;
using ApiSnoop.Reports;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Insights;

/// <summary>What a test adds to its run, and what lies beside it: for whoever writes the next one.</summary>
/// <param name="OnlyThis">Endpoints that no other test of the run hits.</param>
/// <param name="Neighbours">Stable endpoints of the kinds that it hits, in the same group, that no test of the run hits.</param>
public sealed record TestScope(ImmutableArray<Operation> OnlyThis, ImmutableArray<Operation> Neighbours)
{
    /// <summary>Looks at a test.</summary>
    /// <param name="run">The run, unfiltered.</param>
    /// <param name="test">The test's full name.</param>
    public static TestScope Of(AppCoverage run, string test)
    {
        var used = run.Coverage.Endpoints.Where(e => e.Tests.Contains(test) && !Discovery.Is(e.Operation)).ToList();
        var kinds = used.Select(e => (e.Operation.Group, e.Operation.Kind)).Where(k => k.Kind.Length > 0).ToHashSet();
        return new(
            [.. used.Where(e => e.Tests.Length == 1).Select(e => e.Operation)],
            [
                .. run.Coverage.Endpoints.Where(e => !e.Tested && kinds.Contains((e.Operation.Group, e.Operation.Kind)))
                    .Select(e => e.Operation).Where(o => o is { Level: Level.Stable, Deprecated: false }),
            ]);
    }

    /// <summary>A row an endpoint.</summary>
    /// <param name="operations">The endpoints.</param>
    /// <param name="lists">The lists of what needs no conformance test.</param>
    public static Table TableOf(IEnumerable<Operation> operations, EligibilityLists lists) => Table.Of(
        ["method", "path", "level", "kind", "eligible", "operation id"],
        operations.OrderBy(o => o.Path, StringComparer.Ordinal).ThenBy(o => o.Method)
            .Select(o => new object?[] { o.Method.Text(), o.Path, o.Level.Text(), o.Kind, lists.IsEligible(o), o.Id }));
}
