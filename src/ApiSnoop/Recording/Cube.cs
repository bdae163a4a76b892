using System.Collections.Immutable;

namespace ApiSnoop.Recording;

/// <summary>
/// A recording's counts: one cell for each distinct (target, user agent, user, impersonator, namespace, verb, code, deprecation).
/// An empty text in a dimension means that the request carried none.
/// </summary>
public sealed class Cube
{
    /// <summary>A cube that counted nothing.</summary>
    public static Cube Empty { get; } = new([], [], [], [], [], []);

    /// <summary>Makes a cube of its dimensions and cells; neither is copied.</summary>
    public Cube(
        ImmutableArray<Target> targets, ImmutableArray<string> agents, ImmutableArray<string> users,
        ImmutableArray<string> namespaces, ImmutableArray<string> verbs, ImmutableArray<Cell> cells,
        ImmutableArray<string> impersonators = default, ImmutableArray<string> deprecations = default)
    {
        Impersonators = impersonators.IsDefault ? [""] : impersonators;
        Deprecations = deprecations.IsDefault ? [""] : deprecations;
        Targets = targets;
        Agents = agents;
        Users = users;
        Namespaces = namespaces;
        Verbs = verbs;
        Cells = cells;
    }

    /// <summary>The text that stands for everything beyond a dimension's limit.</summary>
    public const string Other = "(other)";

    /// <summary>Operations and misses.</summary>
    public ImmutableArray<Target> Targets { get; }

    /// <summary>User agents as sent.</summary>
    public ImmutableArray<string> Agents { get; }

    /// <summary>
    /// Users who made requests in another's name; the empty text stands for requests that everybody made in their own.
    /// </summary>
    public ImmutableArray<string> Impersonators { get; }

    /// <summary>
    /// What the server said of the end of API versions: nothing, the release that lacks it (<c>1.25</c>), or <c>deprecated</c>
    /// where it named none.
    /// </summary>
    public ImmutableArray<string> Deprecations { get; }

    /// <summary>Names of the users in whose name requests were made, service accounts among them.</summary>
    public ImmutableArray<string> Users { get; }

    /// <summary>Namespaces.</summary>
    public ImmutableArray<string> Namespaces { get; }

    /// <summary>Audit verbs as logged.</summary>
    public ImmutableArray<string> Verbs { get; }

    /// <summary>The counted combinations. A request row tells which of them it is counted in by its index here.</summary>
    public ImmutableArray<Cell> Cells { get; }

    /// <summary>The same dimensions with other cells.</summary>
    public Cube With(ImmutableArray<Cell> cells) =>
        new(Targets, Agents, Users, Namespaces, Verbs, cells, Impersonators, Deprecations);

    /// <summary>The sum of all cells.</summary>
    public long Requests
    {
        get
        {
            long sum = 0;
            foreach (ref readonly var cell in Cells.AsSpan()) sum += cell.Requests;
            return sum;
        }
    }
}
