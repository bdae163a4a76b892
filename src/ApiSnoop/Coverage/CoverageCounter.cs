using System.Collections.Immutable;
using ApiSnoop.Catalog;
using ApiSnoop.Conformance;
using ApiSnoop.Recording;

namespace ApiSnoop.Coverage;

/// <summary>Turns a cube into coverage: a pure function of the counts, the release and the conformance list.</summary>
public static class CoverageCounter
{
    /// <summary>Counts the coverage.</summary>
    /// <param name="release">The release that the cube was matched against.</param>
    /// <param name="cube">The counts, filtered as the user wishes.</param>
    /// <param name="conformanceTests">The release's conformance tests, or null where no list is known: then the
    /// tag <c>[Conformance]</c> decides.</param>
    /// <param name="outcome">Which requests count.</param>
    /// <param name="withDeprecated">Whether deprecated operations are part of the question.</param>
    /// <param name="namesTests">Whether the whole recording names tests, where the cube is only a part of it.</param>
    /// <param name="naming">How its user agents name them; null for the usual way.</param>
    public static CoverageReport Count(
        Release release, Cube cube, ConformanceList? conformanceTests, Outcome outcome = Outcome.Reached, bool withDeprecated = false,
        bool? namesTests = null, TestNaming? naming = null)
    {
        var tests = Tests(cube, naming);
        var named = namesTests ?? tests.Any(t => t is not null);
        var tallies = Tally(release, cube, tests, named, outcome);
        var endpoints = ImmutableArray.CreateBuilder<EndpointUse>();
        for (var i = 0; i < release.Operations.Length; i++)
        {
            var operation = release.Operations[i];
            if (operation.Deprecated && !withDeprecated) continue;
            endpoints.Add(
                tallies[i] is { } tally ? Use(operation, tally, tests, conformanceTests) : new EndpointUse { Operation = operation });
        }

        return new CoverageReport(release, endpoints.ToImmutable(), named, SeenTests(cube, tests));
    }

    /// <summary>Whether a test is a conformance test.</summary>
    public static bool IsConformance(TestName test, ConformanceList? conformanceTests) =>
        conformanceTests?.Contains(test.Name) ?? test.Tags.Contains("Conformance");

    /// <summary>The test behind each user agent of a cube, null for agents that name none.</summary>
    public static TestName?[] Tests(Cube cube, TestNaming? naming = null)
    {
        naming ??= TestNaming.Usual;
        var tests = new TestName?[cube.Agents.Length];
        for (var i = 0; i < tests.Length; i++) tests[i] = naming.Of(cube.Agents[i]);
        return tests;
    }

    static Tallied?[] Tally(Release release, Cube cube, TestName?[] tests, bool namesTests, Outcome outcome)
    {
        var byTarget = new int[cube.Targets.Length];
        for (var i = 0; i < byTarget.Length; i++) byTarget[i] = cube.Targets[i].OperationId is { } id ? release.IndexOf(id) : -1;
        var tallies = new Tallied?[release.Operations.Length];
        foreach (ref readonly var cell in cube.Cells.AsSpan())
        {
            var operation = byTarget[cell.Target];
            if (operation < 0 || !outcome.Counts(cell.Code)) continue;
            var tally = tallies[operation] ??= new Tallied();
            tally.Requests += cell.Requests;
            tally.Agents.Add(cell.Agent);
            if (!namesTests || tests[cell.Agent] is not null) tally.TestRequests += cell.Requests;
        }

        return tallies;
    }

    static EndpointUse Use(Operation operation, Tallied tally, TestName?[] tests, ConformanceList? conformanceTests)
    {
        var hitting = tally.Agents.Select(a => tests[a]).OfType<TestName>().DistinctBy(t => t.Name)
            .OrderBy(t => t.Name, StringComparer.Ordinal).ToList();
        return new EndpointUse
        {
            Operation = operation,
            Requests = tally.Requests,
            TestRequests = tally.TestRequests,
            Agents = tally.Agents.Count,
            Tests = [.. hitting.Select(t => t.Name)],
            ConformanceTests = hitting.Count(t => IsConformance(t, conformanceTests)),
        };
    }

    static ImmutableArray<TestName> SeenTests(Cube cube, TestName?[] tests)
    {
        var seen = new bool[tests.Length];
        foreach (ref readonly var cell in cube.Cells.AsSpan()) seen[cell.Agent] = true;
        return [.. tests.Where((t, i) => t is not null && seen[i]).OfType<TestName>().DistinctBy(t => t.Name)
            .OrderBy(t => t.Name, StringComparer.Ordinal)];
    }

    sealed class Tallied
    {
        public long Requests, TestRequests;
        public readonly HashSet<int> Agents = [];
    }
}
