using System.Collections.Immutable;
using ApiSnoop.Catalog;
using ApiSnoop.Coverage;
using ApiSnoop.Recording;

namespace ApiSnoop.Reports;

/// <summary>Who hits one endpoint, and how it goes: tables over some recordings.</summary>
public sealed class EndpointStory
{
    sealed record Hit(AppCoverage App, Cell Cell)
    {
        public string Agent => App.Cube.Agents[Cell.Agent];

        public string User => App.Cube.Users[Cell.User];
    }

    readonly List<Hit> _hits;

    /// <summary>Gathers the endpoint's requests.</summary>
    /// <param name="operationId">The endpoint.</param>
    /// <param name="apps">The recordings.</param>
    public EndpointStory(string operationId, IEnumerable<AppCoverage> apps)
    {
        _hits = [.. apps.SelectMany(app => HitsOf(app, operationId))];
        Requests = _hits.Sum(h => h.Cell.Requests);
    }

    /// <summary>All requests to it.</summary>
    public long Requests { get; }

    /// <summary>The operation in the newest release that has it, or null when no known release has.</summary>
    /// <param name="operationId">Its id.</param>
    /// <param name="recorded">Releases of recordings, looked at first.</param>
    public static Operation? Find(string operationId, IEnumerable<Release> recorded)
    {
        foreach (var release in recorded.OrderByDescending(r => r.Version ?? default))
            if (release.Find(operationId) is { } operation)
                return operation;
        var catalog = KubernetesCatalog.Shipped;
        return catalog.History(operationId) is { } history ? catalog.Load(history.Releases[^1]).Find(operationId) : null;
    }

    /// <summary>A row an app.</summary>
    public Table Apps() => Of(["app", "requests", "user agents", "succeeded", "refused"], _hits.GroupBy(h => h.App.App), g =>
        [g.Key, Sum(g), g.Select(h => h.Agent).Distinct().Count(), Sum(g, Outcome.Succeeded), Sum(g, Outcome.Refused)]);

    /// <summary>A row a user agent that is no test.</summary>
    public Table UserAgents() => Of(
        ["app", "user agent", "requests", "succeeded", "refused"],
        _hits.Where(h => !TestName.TryParse(h.Agent, out _)).GroupBy(h => (h.App.App, h.Agent)),
        g => [g.Key.App, g.Key.Agent, Sum(g), Sum(g, Outcome.Succeeded), Sum(g, Outcome.Refused)]);

    /// <summary>A row a user.</summary>
    public Table Users() => Of(
        ["app", "user", "requests", "user agents"], _hits.GroupBy(h => (h.App.App, h.User)),
        g => [g.Key.App, g.Key.User, Sum(g), g.Select(h => h.Agent).Distinct().Count()]);

    /// <summary>A row a test, conformance tests first.</summary>
    public Table Tests()
    {
        var rows =
            from hit in _hits
            where TestName.TryParse(hit.Agent, out _)
            group hit by (hit.App.App, hit.Agent) into agent
            let test = TestName.TryParse(agent.Key.Agent, out var named) ? named : null!
            let conformance = CoverageCounter.IsConformance(test, agent.First().App.ConformanceTests)
            orderby conformance descending, agent.Sum(h => h.Cell.Requests) descending, test.Name
            select new object?[] { agent.Key.App, test.Name, conformance, Sum(agent), Sum(agent, Outcome.Refused) };
        return Table.Of(["app", "test", "conformance", "requests", "refused"], rows);
    }

    /// <summary>A row a status code.</summary>
    public Table Codes() => Of(
        ["status", "requests", "user agents", "apps"], _hits.GroupBy(h => h.Cell.Code),
        g =>
        [
            g.Key == 0 ? "not logged" : TableWriter.Text(g.Key), Sum(g), g.Select(h => h.Agent).Distinct().Count(),
            string.Join(' ', g.Select(h => h.App.App).Distinct().Order(StringComparer.Ordinal)),
        ]);

    /// <summary>A row a query parameter: those that the document declares, and those that were sent.</summary>
    /// <param name="operation">The endpoint.</param>
    /// <param name="sent">How many requests carried each name.</param>
    public static Table Parameters(Operation operation, IReadOnlyDictionary<string, long> sent) => Table.Of(
        ["query parameter", "requests", "declared"],
        operation.QueryParameters.Union(sent.Keys, StringComparer.Ordinal)
            .Select(name => (Name: name, Requests: sent.GetValueOrDefault(name), Declared: operation.QueryParameters.Contains(name)))
            .OrderByDescending(p => p.Requests).ThenBy(p => p.Name, StringComparer.Ordinal)
            .Select(p => new object?[] { p.Name, p.Requests, p.Declared }));

    /// <summary>Endpoints of the same kind in the same group and version, in the order given.</summary>
    public static ImmutableArray<KnownEndpoint> Siblings(Operation operation, IEnumerable<KnownEndpoint> all) => operation.Kind.Length == 0
        ? []
        : [.. all.Where(e => e.Operation.Kind == operation.Kind && e.Operation.Group == operation.Group && e.Operation.Version == operation.Version)];

    static Table Of<TKey>(string[] columns, IEnumerable<IGrouping<TKey, Hit>> groups, Func<IGrouping<TKey, Hit>, object?[]> row) =>
        Table.Of(columns, groups.OrderByDescending(g => Sum(g)).ThenBy(g => g.Key?.ToString(), StringComparer.Ordinal).Select(row));

    static long Sum(IEnumerable<Hit> hits, Outcome outcome = Outcome.Reached) => hits.Where(h => outcome.Counts(h.Cell.Code)).Sum(h => h.Cell.Requests);

    static IEnumerable<Hit> HitsOf(AppCoverage app, string operationId)
    {
        var targets = app.Cube.Targets.Select(t => t.OperationId == operationId).ToArray();
        return Array.IndexOf(targets, true) < 0 ? [] : app.Cube.Cells.Where(c => targets[c.Target]).Select(c => new Hit(app, c));
    }
}
