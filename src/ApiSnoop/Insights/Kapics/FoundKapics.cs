using System.Collections.Immutable;
using ApiSnoop.Catalog;
using ApiSnoop.Filtering;
using ApiSnoop.Insights.Noise;
using ApiSnoop.Recording;

namespace ApiSnoop.Insights.Kapics;

/// <summary>The KAPICs in a log or a recording, and the cluster's own noise apart from them.</summary>
/// <param name="Apps">Those that may be apps, by service account first, those of the most requests first.</param>
/// <param name="Noise">What is the cluster's own, the most requests first.</param>
public sealed record FoundKapics(ImmutableArray<Kapic> Apps, ImmutableArray<Kapic> Noise)
{
    /// <summary>In how many namespaces a program may work to be told apart by them: a person's kubectl is in all.</summary>
    const int FewNamespaces = 10;

    /// <summary>Looks for them.</summary>
    /// <param name="cube">The counts.</param>
    /// <param name="release">The release they were matched against.</param>
    /// <param name="rules">What is noise.</param>
    public static FoundKapics In(Cube cube, Release release, NoiseRules rules)
    {
        var noise = rules.Match(cube);
        var keys = KeysOf(cube);
        var facts = new TargetFacts(cube, release);
        ILookup<bool, int> cells = Enumerable.Range(0, cube.Cells.Length).ToLookup(i => noise[i] is { IsOfCluster: true });
        return new(Sum(cells[false]), Sum(cells[true]));

        ImmutableArray<Kapic> Sum(IEnumerable<int> numbers) =>
        [
            .. numbers.GroupBy(i => keys[i]).Select(g => Of(g.Key, [.. g.Select(i => cube.Cells[i])], cube, facts))
                .OrderBy(k => k.Key.ServiceAccount.Length == 0).ThenByDescending(k => k.Requests)
                .ThenBy(k => k.Key.Name, StringComparer.Ordinal).ThenBy(k => k.Key.Namespace, StringComparer.Ordinal),
        ];
    }

    /// <summary>The key of each cell.</summary>
    internal static KapicKey[] KeysOf(Cube cube)
    {
        var accounts = cube.Users.Select(ServiceAccountPattern.AccountOf).ToArray();
        var programs = cube.Agents.Select(AgentProgram.Of).ToArray();
        var namespaces = cube.Cells.Where(c => accounts[c.User].Length == 0)
            .GroupBy(c => programs[c.Agent], StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Select(c => c.Namespace).Distinct().Count(n => cube.Namespaces[n].Length > 0));
        return [.. cube.Cells.Select(c => accounts[c.User] is { Length: > 0 } account ? new(account, "", null) : OfProgram(c))];

        KapicKey OfProgram(in Cell cell)
        {
            var program = programs[cell.Agent];
            return new("", program, namespaces[program] is > 0 and <= FewNamespaces ? cube.Namespaces[cell.Namespace] : null);
        }
    }

    static Kapic Of(KapicKey key, IReadOnlyList<Cell> cells, Cube cube, TargetFacts facts)
    {
        var hit = cells.Where(c => facts.Used[c.Target] is not null).ToList();
        var unmatched = cells.Where(c => cube.Targets[c.Target].OperationId is null);
        return new Kapic(key, cells.Sum(c => c.Requests), unmatched.Sum(c => c.Requests))
        {
            Endpoints = [.. hit.Select(c => facts.Used[c.Target]!).Distinct()],
            DeprecatedRequests = hit.Where(c => facts.Used[c.Target]!.Deprecated || cube.Deprecations[c.Deprecation].Length > 0)
                .Sum(c => c.Requests),
            EndingRequests = hit.Where(c => facts.EndsIn[c.Target] is not null).Sum(c => c.Requests),
            EndsIn = hit.Min(c => facts.EndsIn[c.Target]),
            Namespaces = [.. Distinct(cells.Select(c => cube.Namespaces[c.Namespace])).Where(n => n.Length > 0)],
            Agents = [.. Distinct(cells.Select(c => cube.Agents[c.Agent]))],
            First = cells.Min(c => c.First),
            Last = cells.Max(c => c.Last),
        };
    }

    static IEnumerable<string> Distinct(IEnumerable<string> texts) => texts.Distinct().Order(StringComparer.Ordinal);

    /// <summary>What is known of a cube's targets, looked up once.</summary>
    sealed class TargetFacts
    {
        public TargetFacts(Cube cube, Release release)
        {
            Used = [.. cube.Targets.Select(t => t.OperationId is { } id && release.Find(id) is { } o && !Discovery.Is(o) ? o : null)];
            EndsIn = [.. Used.Select(o => o is null || release.Version is not { } version ? null
                : KubernetesCatalog.Shipped.History(o.Id)?.RemovedAfter(version))];
        }

        public Operation?[] Used { get; }

        public ReleaseVersion?[] EndsIn { get; }
    }
}
