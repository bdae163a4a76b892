using System.Collections.Immutable;
using ApiSnoop.Catalog;
using ApiSnoop.Coverage;
using ApiSnoop.Recording;

namespace ApiSnoop.Certification;

/// <summary>The app's own requests to one operation.</summary>
sealed class OperationRequests(Operation operation, Cube cube)
{
    readonly List<Cell> _cells = [];

    public Operation Operation => operation;

    public void Add(in Cell cell) => _cells.Add(cell);

    public long Succeeded => _cells.Where(c => Outcome.Succeeded.Counts(c.Code)).Sum(c => c.Requests);

    /// <summary>What the server said of the end of the operation's version.</summary>
    public IEnumerable<string> Said => _cells.Select(c => cube.Deprecations[c.Deprecation]);

    /// <summary>Whether it is read or deleted, and was never there (AS-013).</summary>
    public bool TriedInVain => operation.Method is ApiMethod.Get or ApiMethod.Delete && _cells.TrueForAll(c => c.Code == 404);

    public ImmutableArray<Client> Clients() => ClientsOf(cube, _cells);

    public static ImmutableArray<Client> ClientsOf(Cube cube, IEnumerable<Cell> cells) =>
    [
        .. cells.GroupBy(c => (Agent: cube.Agents[c.Agent], Account: cube.Users[c.User]))
            .Select(g => new Client(g.Key.Agent, g.Key.Account, g.Sum(c => c.Requests), g.Max(c => c.Last)))
            .OrderByDescending(c => c.Requests).ThenBy(c => c.Agent, StringComparer.Ordinal).ThenBy(c => c.Account, StringComparer.Ordinal),
    ];
}
