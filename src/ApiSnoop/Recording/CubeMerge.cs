using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ApiSnoop.Matching;

namespace ApiSnoop.Recording;

/// <summary>Adds cubes: equal combinations are found by their texts, and their counts are summed.</summary>
internal sealed class CubeMerge
{
    readonly TargetNumbers _targets = new();
    readonly TextNumbers _agents = new(), _users = new(), _namespaces = new(), _verbs = new();
    readonly Dictionary<Cell, long> _counts = [];

    public void Add(Cube cube)
    {
        var targets = _targets.Map(cube.Targets);
        var agents = _agents.Map(cube.Agents);
        var users = _users.Map(cube.Users);
        var namespaces = _namespaces.Map(cube.Namespaces);
        var verbs = _verbs.Map(cube.Verbs);
        _counts.EnsureCapacity(cube.Cells.Length);
        foreach (ref readonly var cell in cube.Cells.AsSpan())
        {
            var key = new Cell(
                targets[cell.Target], agents[cell.Agent], users[cell.User], namespaces[cell.Namespace],
                checked((short)verbs[cell.Verb]), cell.Code, 0);
            CollectionsMarshal.GetValueRefOrAddDefault(_counts, key, out _) += cell.Requests;
        }
    }

    public Cube ToCube()
    {
        var cells = ImmutableArray.CreateBuilder<Cell>(_counts.Count);
        foreach (var (key, requests) in _counts) cells.Add(key with { Requests = requests });
        return new Cube(
            _targets.ToImmutable(), _agents.ToImmutable(), _users.ToImmutable(), _namespaces.ToImmutable(),
            _verbs.ToImmutable(), cells.MoveToImmutable());
    }

    sealed class TextNumbers
    {
        readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

        public int[] Map(ImmutableArray<string> texts)
        {
            var map = new int[texts.Length];
            for (var i = 0; i < map.Length; i++)
            {
                if (!_numbers.TryGetValue(texts[i], out map[i])) _numbers.Add(texts[i], map[i] = _numbers.Count);
            }

            return map;
        }

        public ImmutableArray<string> ToImmutable() => [.. _numbers.Keys];
    }

    sealed class TargetNumbers
    {
        readonly Dictionary<(string?, MissReason, string), int> _numbers = [];
        readonly List<Target> _targets = [];

        public int[] Map(ImmutableArray<Target> targets)
        {
            var map = new int[targets.Length];
            for (var i = 0; i < map.Length; i++)
            {
                var target = targets[i];
                var key = (target.OperationId, target.Reason, target.Name);
                if (_numbers.TryGetValue(key, out map[i]))
                {
                    Sample(map[i], target.SampleUri);
                    continue;
                }

                _numbers.Add(key, map[i] = _targets.Count);
                _targets.Add(target);
            }

            return map;
        }

        public ImmutableArray<Target> ToImmutable() => [.. _targets];

        /// <summary>Keeps the lesser sample, so that the order of merging does not matter.</summary>
        void Sample(int number, string uri)
        {
            var kept = _targets[number].SampleUri;
            if (kept.Length == 0 || uri.Length > 0 && string.CompareOrdinal(uri, kept) < 0)
                _targets[number] = _targets[number] with { SampleUri = uri };
        }
    }
}
