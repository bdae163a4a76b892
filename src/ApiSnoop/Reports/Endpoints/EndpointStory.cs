using System.Collections.Immutable;
using ApiSnoop.Catalog;
using ApiSnoop.Coverage;
using ApiSnoop.Recording;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Reports.Endpoints;

/// <summary>Who hits one endpoint, and how it goes: tables over some recordings.</summary>
public sealed class EndpointStory
{
    sealed record Hit(AppCoverage App, Cell Cell);

    /// <summary>Gathers the endpoint's requests.</summary>
    /// <param name="operationId">The endpoint.</param>
    /// <param name="apps">The recordings.</param>
    public EndpointStory(string operationId, IEnumerable<AppCoverage> apps)
    {
        var looked = apps.ToList();
        List<Hit> hits = [.. looked.SelectMany(app => HitsOf(app, operationId))];
        List<Hit> once = [.. looked.SelectMany(app => HitsOf(app.Unshared, operationId))];
        Requests = Sum(once);
        Shared = Sum(hits) - Requests;
        Apps = AppsOf(hits);
        Users = UsersOf(hits);
        Codes = CodesOf(hits, once);
        var agents = hits.GroupBy(h => (h.App.App, h.Cell.Agent))
            .Select(g => (Agent: g.First().App.Cube.Agents[g.Key.Agent], Hits: g))
            .ToLookup(g => g.Hits.First().App.Naming.Of(g.Agent) is not null, g => g);
        Tests = TestsOf(agents[true]);
        UserAgents = UserAgentsOf(agents[false]);
    }

    /// <summary>All requests to it, one that is in two recordings counted once.</summary>
    public long Requests { get; }

    /// <summary>How many more there would be if those that are in several recordings counted in each, as the rows of apps have
    /// it.</summary>
    public long Shared { get; }

    /// <summary>A row an app.</summary>
    public Table Apps { get; }

    /// <summary>A row a user agent that is no test.</summary>
    public Table UserAgents { get; }

    /// <summary>A row a user.</summary>
    public Table Users { get; }

    /// <summary>A row a test, conformance tests first.</summary>
    public Table Tests { get; }

    /// <summary>A row a status code.</summary>
    public Table Codes { get; }

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
        : [.. all.Where(
        e => e.Operation.Kind == operation.Kind && e.Operation.Group == operation.Group && e.Operation.Version == operation.Version)];

    static Table AppsOf(List<Hit> hits) => Of(
        ["app", "requests", "user agents", "succeeded", "refused"], hits.GroupBy(h => h.App.App).Select(g => (g.Key, Hits: g)),
        (app, g) => [app, Sum(g), Agents(g), Sum(g, Outcome.Succeeded), Sum(g, Outcome.Refused)]);

    static Table UsersOf(List<Hit> hits) => Of(
        ["app", "user", "requests", "user agents"],
        hits.GroupBy(h => (h.App.App, h.Cell.User)).Select(g => (g.First().App.Cube.Users[g.Key.User], Hits: g)),
        (user, g) => [g.Key.App, user, Sum(g), Agents(g)]);

    static Table UserAgentsOf(IEnumerable<(string Agent, IGrouping<(string App, int), Hit> Hits)> agents) => Of(
        ["app", "user agent", "requests", "succeeded", "refused"], agents,
        (agent, g) => [g.Key.App, agent, Sum(g), Sum(g, Outcome.Succeeded), Sum(g, Outcome.Refused)]);

    static Table CodesOf(List<Hit> hits, List<Hit> once) => Of(
        ["status", "requests", "user agents", "apps"], hits.GroupBy(h => h.Cell.Code).Select(g => (TableWriter.Text(g.Key), Hits: g)),
        (code, g) =>
        [
            g.Key == 0 ? "not logged" : code, Sum(once.Where(h => h.Cell.Code == g.Key)), Agents(g),
            string.Join(' ', g.Select(h => h.App.App).Distinct().Order(StringComparer.Ordinal)),
        ]);

    static Table TestsOf(IEnumerable<(string Agent, IGrouping<(string App, int), Hit> Hits)> agents)
    {
        var rows =
            from agent in agents
            let test = agent.Hits.First().App.Naming.Of(agent.Agent)!
            let conformance = CoverageCounter.IsConformance(test, agent.Hits.First().App.ConformanceTests)
            orderby conformance descending, Sum(agent.Hits) descending, test.Name
            select new object?[] { agent.Hits.Key.App, test.Name, conformance, Sum(agent.Hits), Sum(agent.Hits, Outcome.Refused) };
        return Table.Of(["app", "test", "conformance", "requests", "refused"], rows);
    }

    static Table Of<TKey>(
        string[] columns, IEnumerable<(string Name, IGrouping<TKey, Hit> Hits)> groups, Func<string, IGrouping<TKey, Hit>,
            object?[]> row) =>
        Table.Of(columns, groups.OrderByDescending(g => Sum(g.Hits)).ThenBy(g => g.Name, StringComparer.Ordinal)
            .Select(g => row(g.Name, g.Hits)));

    /// <summary>How many user agents there are, those of the same name in several recordings counted once.</summary>
    static int Agents(IEnumerable<Hit> hits) => hits.GroupBy(h => h.App.App)
        .SelectMany(app => app.Select(h => h.Cell.Agent).Distinct().Select(agent => app.First().App.Cube.Agents[agent])).Distinct().Count();

    static long Sum(IEnumerable<Hit> hits, Outcome outcome = Outcome.Reached) =>
        hits.Where(h => outcome.Counts(h.Cell.Code)).Sum(h => h.Cell.Requests);

    static IEnumerable<Hit> HitsOf(AppCoverage app, string operationId)
    {
        var targets = app.Cube.Targets.Select(t => t.OperationId == operationId).ToArray();
        return Array.IndexOf(targets, true) < 0 ? [] : app.Cube.Cells.Where(c => targets[c.Target]).Select(c => new Hit(app, c));
    }

    /// <summary>How many requests carried each query parameter, over all recordings.</summary>
    public static Dictionary<string, long> Sent(IEnumerable<OpenRecording> recordings, string operationId) => recordings
        .SelectMany(r => RecordedCalls.QueryParameters(r.Stored, operationId))
        .GroupBy(p => p.Name, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Sum(p => p.Requests), StringComparer.Ordinal);
}
