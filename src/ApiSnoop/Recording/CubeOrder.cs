using System.Collections.Immutable;

namespace ApiSnoop.Recording;

/// <summary>Brings a cube into the one form that all cubes with the same counts share.</summary>
internal static class CubeOrder
{
    public static Cube Canonical(Cube cube)
    {
        var merged = new CubeMerge();
        merged.Add(cube);
        cube = merged.ToCube();
        var (targets, targetOf) = Sorted(cube.Targets, cube.Cells.Select(c => c.Target), Comparer<Target>.Create(Compare));
        var (agents, agentOf) = Sorted(cube.Agents, cube.Cells.Select(c => c.Agent), StringComparer.Ordinal);
        var (users, userOf) = Sorted(cube.Users, cube.Cells.Select(c => c.User), StringComparer.Ordinal);
        var (namespaces, namespaceOf) = Sorted(cube.Namespaces, cube.Cells.Select(c => c.Namespace), StringComparer.Ordinal);
        var (verbs, verbOf) = Sorted(cube.Verbs, cube.Cells.Select(c => (int)c.Verb), StringComparer.Ordinal);
        var cells = cube.Cells
            .Select(c => new Cell(
                targetOf[c.Target], agentOf[c.Agent], userOf[c.User], namespaceOf[c.Namespace], (short)verbOf[c.Verb], c.Code, c.Requests))
            .Order(Comparer<Cell>.Create(Compare));
        return new Cube(targets, agents, users, namespaces, verbs, [.. cells]);
    }

    /// <summary>The values that some cell uses, sorted, and each old number's new one.</summary>
    static (ImmutableArray<T> Values, int[] Of) Sorted<T>(ImmutableArray<T> values, IEnumerable<int> used, IComparer<T> order)
    {
        var numbers = used.Distinct().OrderBy(i => values[i], order).ToArray();
        var of = new int[values.Length];
        for (var i = 0; i < numbers.Length; i++) of[numbers[i]] = i;
        return ([.. numbers.Select(i => values[i])], of);
    }

    static int Compare(Target a, Target b)
    {
        var byOperation = string.CompareOrdinal(a.OperationId, b.OperationId);
        if (byOperation != 0) return byOperation;
        return a.Reason != b.Reason ? a.Reason.CompareTo(b.Reason) : string.CompareOrdinal(a.Name, b.Name);
    }

    static int Compare(Cell a, Cell b) =>
        (a.Target, a.Agent, a.User, a.Namespace, a.Verb, a.Code).CompareTo((b.Target, b.Agent, b.User, b.Namespace, b.Verb, b.Code));
}
