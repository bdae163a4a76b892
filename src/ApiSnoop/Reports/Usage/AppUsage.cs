using ApiSnoop.Catalog;
using ApiSnoop.Coverage;
using ApiSnoop.Reports.Endpoints;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Reports.Usage;

/// <summary>The three tables of app usage of 2018.</summary>
internal static class AppUsage
{
    public static Table Summary(ExportInput input) => Table.Of(
        ["app", "stable", "beta", "alpha", "total", "conformance", "deprecated", "requests", "unmatched requests", "release"],
        input.Apps.Select(SummaryRow));

    public static Table Categories(ExportInput input)
    {
        var rows =
            from app in input.Apps
            from slice in Hits(app).GroupBy(e => (e.Operation.Level, e.Operation.Category))
            let count = slice.Count()
            orderby app.App, count descending, slice.Key.Level.Text(), slice.Key.Category
            select new object?[] { app.App, slice.Key.Level.Text(), slice.Key.Category, count, slice.Sum(e => e.Requests) };
        return Table.Of(["app", "level", "category", "count", "requests"], rows);
    }

    /// <remarks>In 2018 the count was that of apps and the unused were counted once an app; here it is that of requests, and
    /// an endpoint is unused when no chosen app hit it. Deprecated endpoints are listed when hit, but never as unused.</remarks>
    public static Table Endpoints(ExportInput input)
    {
        var all = EndpointSum.Of(input.Apps);
        var hits = all.Where(e => e.Requests > 0).ToList();
        var byLevel = hits.CountBy(e => e.Operation.Level).ToDictionary();
        var byCategory = hits.CountBy(e => (e.Operation.Level, e.Operation.Category)).ToDictionary();
        var rows = hits
            .OrderByDescending(e => byLevel[e.Operation.Level]).ThenBy(e => e.Operation.Level)
            .ThenByDescending(e => byCategory[(e.Operation.Level, e.Operation.Category)])
            .ThenBy(e => e.Operation.Category, StringComparer.Ordinal)
            .ThenByDescending(e => e.Requests)
            .ThenBy(e => e.Operation.Path, StringComparer.Ordinal).ThenBy(e => e.Operation.Method.Text(), StringComparer.Ordinal)
            .Select(e => new object?[]
            {
                e.Operation.Level.Text(), e.Operation.Category, $"{e.Operation.Method.Text()} {e.Operation.Path}", e.Requests,
                e.Apps, e.Operation.Id,
            });
        var unused = all.Where(e => e.Requests == 0 && !e.Operation.Deprecated)
            .GroupBy(e => (e.Operation.Level, e.Operation.Category))
            .OrderBy(g => g.Key.Level).ThenBy(g => g.Key.Category, StringComparer.Ordinal)
            .Select(g => new object?[] { g.Key.Level.Text(), g.Key.Category, "unused", g.Count(), 0, "" });
        return Table.Of(
            ["level", "category", "method + url", "count", "apps", "operation id"], input.WithoutUnused ? rows : rows.Concat(unused));
    }

    /// <summary>The worst level that an app uses, as a text: any alpha makes it alpha.</summary>
    /// <remarks>
    /// Nothing seen is no good news. A filter on levels or categories hides what an app uses, so under one there is no verdict.
    /// </remarks>
    public static string WorstLevel(AppCoverage app)
    {
        if (app.Filter.AsksForEndpoints) return "";
        if (!Hits(app).Any()) return "nothing seen";
        var worst = Level.Stable;
        foreach (var use in Hits(app)) worst = use.Operation.Level > worst ? use.Operation.Level : worst;
        return worst.Text();
    }

    static object?[] SummaryRow(AppCoverage app)
    {
        var hits = Hits(app).ToList();
        var requests = app.Cube.Requests;
        return
        [
            app.App, hits.Count(e => e.Operation.Level == Level.Stable), hits.Count(e => e.Operation.Level == Level.Beta),
            hits.Count(e => e.Operation.Level == Level.Alpha), hits.Count, WorstLevel(app), hits.Count(e => e.Operation.Deprecated),
            requests, requests - hits.Sum(e => e.Requests), app.Release.Name,
        ];
    }

    static IEnumerable<EndpointUse> Hits(AppCoverage app) => app.Coverage.Endpoints.Where(e => e.Hit);
}
