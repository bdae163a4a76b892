using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace ApiSnoop.Recording.Counts;

/// <summary>Adds cubes up: equal combinations become one cell. All are to be matched against the same operations.</summary>
internal sealed class CubeSum
{
    readonly CubeParts _parts = new();
    readonly Dictionary<Cell, int> _numbers = [];
    readonly List<Cell> _cells = [];

    /// <summary>The sum of some cubes; of one that cube itself.</summary>
    public static Cube Of(IReadOnlyList<Cube> cubes)
    {
        if (cubes is [var only]) return only;
        var sum = new CubeSum();
        foreach (var cube in cubes) sum.Add(cube);
        return sum._parts.With([.. sum._cells]);
    }

    void Add(Cube cube)
    {
        int[] targets = [.. cube.Targets.Select(_parts.NumberOf)], agents = Numbers(_parts.Agents, cube.Agents),
            users = Numbers(_parts.Users, cube.Users), namespaces = Numbers(_parts.Namespaces, cube.Namespaces),
            verbs = Numbers(_parts.Verbs, cube.Verbs), impersonators = Numbers(_parts.Impersonators, cube.Impersonators),
            deprecations = Numbers(_parts.Deprecations, cube.Deprecations);
        foreach (ref readonly var cell in cube.Cells.AsSpan())
        {
            var key = new Cell(
                targets[cell.Target], agents[cell.Agent], users[cell.User], namespaces[cell.Namespace], (short)verbs[cell.Verb],
                cell.Code, Requests: 0)
            {
                Impersonator = impersonators[cell.Impersonator],
                Deprecation = (short)deprecations[cell.Deprecation],
            };
            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, key, out var isKnown);
            if (!isKnown)
            {
                number = _cells.Count;
                _cells.Add(key);
            }

            var before = _cells[number];
            _cells[number] = before with
            {
                Requests = before.Requests + cell.Requests,
                FirstMicros = before.FirstMicros == 0 || (cell.FirstMicros != 0 && cell.FirstMicros < before.FirstMicros)
                    ? cell.FirstMicros : before.FirstMicros,
                LastMicros = Math.Max(before.LastMicros, cell.LastMicros),
            };
        }
    }

    static int[] Numbers(NumberedThings<string> all, ImmutableArray<string> texts) => [.. texts.Select(all.Of)];
}
