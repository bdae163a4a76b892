using System.Collections.Immutable;
using ApiSnoop.Insights.CallStacks;
using ApiSnoop.Reports.Comparing;
using ApiSnoop.Reports.Endpoints;
using ApiSnoop.Reports.Tables;
using ApiSnoop.Reports.Usage;

namespace ApiSnoop.Reports;

/// <summary>The exporters that there are. A new one is a new entry here.</summary>
public static class Exporters
{
    /// <summary>All exporters; the four of 2018 first, their columns in the order of 2018 with new ones at the end.</summary>
    public static ImmutableArray<Exporter> All { get; } =
    [
        new("app-usage-summary", "per app: distinct endpoints hit by level, and the worst level used", AppUsage.Summary),
        new("app-usage-categories", "per app, level and category: distinct endpoints hit", AppUsage.Categories),
        new("app-usage-endpoints", "per endpoint hit: its requests; then what stayed unused", AppUsage.Endpoints),
        new("coverage-spreadsheet", "every endpoint with the requests of each app and the imported conformance sheet",
            CoverageSpreadsheet.Make),
        new("endpoints", "every endpoint with everything that is known of it", EndpointTable.Make),
        new("unmatched", "requests that matched no operation, by reason", UnmatchedTable.Make),
        new("user-agents", "per user agent: what it calls, at which stability, with outcomes", UserAgentTable.Make),
        new("untested", "stable, eligible endpoints without a conformance test, the most used first", UntestedTable.Make),
        new("popularity", "endpoints by how many apps and requests rely on them, noise apart", PopularityTable.Make),
        new("compare", "two apps or runs: what came, went and changed, endpoint by endpoint, and the tests that came and vanished",
            CompareTable.Make),
        new("tests", "per e2e test: its tags, endpoints and requests", TestTable.Make),
        new("test-calls", "per e2e test and call: the endpoint, how often, and how it ended; --test picks one", TestCallTable.Make),
        new("call-stacks", "per call stack in a user agent: which code makes which call", CallStackTable.Make),
    ];

    /// <summary>The exporter of that name, or null.</summary>
    public static Exporter? Find(string name) => All.FirstOrDefault(e => e.Name == name);
}
