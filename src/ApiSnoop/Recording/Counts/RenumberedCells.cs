namespace ApiSnoop.Recording.Counts;

/// <summary>The cells of a recording with the numbers that their parts have in the tables of a load.</summary>
/// <param name="cube">The recording's counts.</param>
/// <param name="dimensions">The load's tables; what they lack is added to them.</param>
internal sealed class RenumberedCells(Cube cube, Dimensions dimensions)
{
    readonly int[] _targets = dimensions.Targets.Numbers(cube.Targets), _agents = dimensions.Agents.Numbers(cube.Agents),
        _users = dimensions.Users.Numbers(cube.Users), _namespaces = dimensions.Namespaces.Numbers(cube.Namespaces),
        _verbs = dimensions.Verbs.Numbers(cube.Verbs), _impersonators = dimensions.Users.Numbers(cube.Impersonators),
        _deprecations = dimensions.Deprecations.Numbers(cube.Deprecations);

    /// <summary>A cell; its counts stay as they are.</summary>
    public Cell Of(in Cell cell) => cell with
    {
        Target = _targets[cell.Target],
        Agent = _agents[cell.Agent],
        User = _users[cell.User],
        Namespace = _namespaces[cell.Namespace],
        Verb = (short)_verbs[cell.Verb],
        Impersonator = _impersonators[cell.Impersonator],
        Deprecation = (short)_deprecations[cell.Deprecation],
    };

    /// <summary>What tells a renumbered cell from others.</summary>
    public static CellFacts FactsOf(in Cell cell) => new(
        cell.Target, cell.Agent, cell.User, cell.Impersonator, cell.Namespace, cell.Verb, cell.Code, (byte)cell.Deprecation);
}
