using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace ApiSnoop.Recording.Counts;

/// <summary>Adds cubes up: equal combinations become one cell. All are to be matched against the same operations.</summary>
internal sealed class CubeSum
{
    readonly NumberedThings<Target> _targets = new();
    readonly Dictionary<Target, string> _samples = [];
    readonly NumberedThings<string> _agents = new(), _users = new(), _namespaces = new(), _verbs = new(), _impersonators = new(),
        _deprecations = new();
    readonly Dictionary<Cell, int> _numbers = [];
    readonly List<Cell> _cells = [];

    /// <summary>The sum of some cubes; of one that cube itself.</summary>
    public static Cube Of(IReadOnlyList<Cube> cubes)
    {
        if (cubes is [var only]) return only;
        var sum = new CubeSum();
        foreach (var cube in cubes) sum.Add(cube);
        return new(
            [.. sum._targets.All.Select(t => t with { SampleUri = sum._samples[t] })], sum._agents.All, sum._users.All,
            sum._namespaces.All, sum._verbs.All, [.. sum._cells], sum._impersonators.All, sum._deprecations.All);
    }

    void Add(Cube cube)
    {
        int[] targets = [.. cube.Targets.Select(NumberOf)], agents = Numbers(_agents, cube.Agents), users = Numbers(_users, cube.Users),
            namespaces = Numbers(_namespaces, cube.Namespaces), verbs = Numbers(_verbs, cube.Verbs),
            impersonators = Numbers(_impersonators, cube.Impersonators), deprecations = Numbers(_deprecations, cube.Deprecations);
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

    /// <summary>One sample stands for a target, whichever came first.</summary>
    int NumberOf(Target target)
    {
        var bare = target with { SampleUri = "" };
        if (!_samples.TryGetValue(bare, out var sample) || sample.Length == 0) _samples[bare] = target.SampleUri;
        return _targets.Of(bare);
    }

    static int[] Numbers(NumberedThings<string> all, ImmutableArray<string> texts) => [.. texts.Select(all.Of)];
}
