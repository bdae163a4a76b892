using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ApiSnoop.Recording;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Insights.Noise;

/// <summary>Tells noise from apps by rules, of which the last one that fits decides.</summary>
/// <param name="rules">The rules: those that ship first, then those of the store, then those of a file that the user names.</param>
public sealed class NoiseRules(ImmutableArray<NoiseRule> rules)
{
    /// <summary>The name of the file in a store that adds rules.</summary>
    public const string FileName = "noise.tsv";

    /// <summary>Cubes live for as long as their recordings are looked at, and each page over all of them asks again.</summary>
    readonly ConditionalWeakTable<Cube, NoiseRule?[]> _matched = [];

    static readonly Lazy<NoiseRules> s_shipped = new(() => new(NoiseFile.Shipped));

    /// <summary>The rules, in their order.</summary>
    public ImmutableArray<NoiseRule> Rules => rules;

    /// <summary>The rules that ship.</summary>
    public static NoiseRules Shipped => s_shipped.Value;

    /// <summary>No rules: nothing is noise.</summary>
    public static NoiseRules None { get; } = new([]);

    /// <summary>The rules in force for a store.</summary>
    /// <param name="store">The folder of the store; its <c>noise.tsv</c> may add to the shipped ones and take away from them.</param>
    /// <param name="file">A file of the user's that has the last word, or null.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="FormatException">A line of a file is no rule.</exception>
    public static NoiseRules InForce(string store, string? file = null)
    {
        var own = Path.Combine(store, FileName);
        var rules = Shipped.Rules;
        if (File.Exists(own)) rules = rules.AddRange(NoiseFile.Read(own));
        if (file is not null) rules = rules.AddRange(NoiseFile.Read(file));
        return rules.Length == Shipped.Rules.Length ? Shipped : new NoiseRules(rules);
    }

    /// <summary>The rule that makes a client noise, or null where it is none.</summary>
    /// <param name="agent">The user agent as sent.</param>
    /// <param name="user">The user in whose name it was done.</param>
    public NoiseRule? Match(string agent, string user)
    {
        for (var i = Rules.Length - 1; i >= 0; i--)
            if (Rules[i].Fits(agent, user))
                return Rules[i].Kind == NoiseKind.None ? null : Rules[i];
        return null;
    }

    /// <summary>The rule that each cell of a cube falls under, or null; a pair of user agent and user is asked about once.</summary>
    public ImmutableArray<NoiseRule?> Match(Cube cube) => ImmutableCollectionsMarshal.AsImmutableArray(_matched.GetValue(cube, MatchAll));

    NoiseRule?[] MatchAll(Cube cube)
    {
        var known = new Dictionary<(int, int), NoiseRule?>();
        var rules = new NoiseRule?[cube.Cells.Length];
        for (var i = 0; i < rules.Length; i++)
        {
            var cell = cube.Cells[i];
            if (!known.TryGetValue((cell.Agent, cell.User), out rules[i]))
                known.Add((cell.Agent, cell.User), rules[i] = Match(cube.Agents[cell.Agent], cube.Users[cell.User]));
        }

        return rules;
    }

    /// <summary>The cube without noise.</summary>
    public Cube Without(Cube cube)
    {
        if (Rules.IsEmpty) return cube;
        var rules = Match(cube);
        var kept = ImmutableArray.CreateBuilder<Cell>();
        for (var i = 0; i < rules.Length; i++)
            if (rules[i] is null) kept.Add(cube.Cells[i]);
        return cube.With(kept.ToImmutable());
    }

    /// <summary>The rules as they are read from a file, in their order.</summary>
    public Table ToTable() => Table.Of(
        ["kind", "user agent", "user", "what it is", "from"],
        Rules.Select(r => new object?[] { r.Kind.Text(), r.Agent?.Source ?? "", r.User?.Source ?? "", r.What, r.Source }));
}
