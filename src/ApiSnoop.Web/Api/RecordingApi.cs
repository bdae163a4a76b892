using System.Globalization;
using ApiSnoop.Charts;
using ApiSnoop.Recording;
using ApiSnoop.Reports.Clusters;
using ApiSnoop.Web.Addresses;
using ApiSnoop.Web.Components.Filters;
using ApiSnoop.Web.Components.Tables;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ApiSnoop.Web.Api;

/// <summary>What is loaded, and the coverage of an app.</summary>
internal static class RecordingApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(
            "/recordings", (RecordingShelf shelf) =>
                TypedResults.Ok<RecordingAnswer[]>([.. shelf.Store.Manifests().Select(RecordingAnswer.Of)]))
            .Says("Recordings", "What is loaded, with the health and the sources of each recording.");
        api.MapGet("/apps/{app}", (string app, RecordingShelf shelf) =>
            TypedResults.Ok(RecordingAnswer.Of(shelf.Open(PathSegment.Unescape(app))?.Stored.Manifest ?? throw ApiQuery.NoApp(app))))
            .Says("Recordings", "One recording.");
        api.MapGet("/apps/{app}/coverage", Coverage).Filtered().Over("deprecated", "slice", "depth", "release")
            .Says("Recordings",
                "The coverage of an app as the tree that the charts draw: level, category, endpoint. deprecated=true adds deprecated "
                    + "endpoints; slice and depth show a part of the tree. */NAME is the sum over all clusters; where these are of "
                    + "several releases, release says which to sum.");
        api.MapGet("/apps/{app}/clusters", Clusters).Filtered()
            .Says("Recordings",
                "One app over all its clusters, named as */NAME: what it does in each of them, and which of them use endpoints that may "
                    + "not last.");
        api.MapGet("/filter-preview", Preview).Filtered().Over("app")
            .Says("Filters",
                "What a filter keeps of some apps, before it is applied. A pattern that cannot be understood is left out and told in "
                    + "errors.");
    }

    static Ok<SliceAnswer> Coverage(string app, ApiQuery query)
    {
        app = PathSegment.Unescape(app);
        var coverage = query.Shelf.Coverage(app, query.Filter) ?? Sum(app, query);
        var tree = CoverageSlices.Of(coverage, CoverageSlices.MeaningOf(coverage), query.Text("deprecated") == "true");
        foreach (var key in (query.Text("slice") ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries))
            tree = tree.Children.FirstOrDefault(c => c.Key == key)
                ?? throw ApiException.NotFound($"There is no such slice. Here are: {string.Join(", ", tree.Children.Select(c => c.Key))}.");
        return TypedResults.Ok(SliceAnswer.Of(tree, Depth(query.Text("depth"))));
    }

    /// <summary>The sum over the clusters of one release: others have other endpoints.</summary>
    static AppCoverage Sum(string app, ApiQuery query)
    {
        var sum = SummedApp.Of(query.Shelf, app, query.Filter) ?? throw ApiQuery.NoApp(app);
        var releases = string.Join(", ", sum.Releases.Select(r => r.Name));
        var asked = query.Text("release") ?? "";
        if (asked.Length == 0 && sum.Releases.Length > 1)
            throw new FormatException($"The recordings are of several releases, whose endpoints differ. Say which: release is {releases}.");
        return sum.Find(asked)?.Sum ?? throw ApiException.NotFound($"No recording is of this release. There are: {releases}.");
    }

    static Ok<ClustersAnswer> Clusters(string app, ApiQuery query)
    {
        app = PathSegment.Unescape(app);
        var sum = SummedApp.Of(query.Shelf, app, query.Filter) ?? throw ApiQuery.NoApp(app);
        return TypedResults.Ok(new ClustersAnswer(
            sum.Name, [.. sum.Releases.Select(r => r.Name)], TableJson.Rows<ClusterRow>(ClusterTables.Clusters(sum)),
            TableJson.Rows<ClusterRiskRow>(ClusterTables.Risks(sum))));
    }

    static int Depth(string? text) => string.IsNullOrEmpty(text) ? int.MaxValue
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var depth) ? depth
        : throw new FormatException("depth is a number, from 0 on.");

    static Ok<FilterCount> Preview(ApiQuery query)
    {
        return TypedResults.Ok(FilterCount.Of(query.Shelf, query.Apps, PageFilter.Of(PageAddress.QueryOf(query.Http.Request))));
    }
}

/// <summary>A recording.</summary>
/// <param name="App">The app's name.</param>
/// <param name="Kind">What it is of: <c>run</c>, <c>app</c> or <c>cluster</c>.</param>
/// <param name="Release">The release it was matched against.</param>
/// <param name="ReleaseEvidence">How the release was found.</param>
/// <param name="Requests">Distinct requests.</param>
/// <param name="MatchedRequests">Requests that matched an operation.</param>
/// <param name="Events">Audit events that were read.</param>
/// <param name="BadLines">Lines that were no audit event.</param>
/// <param name="From">Time of the first request.</param>
/// <param name="To">Time of the last request.</param>
/// <param name="LoadedAt">When it was loaded.</param>
/// <param name="ToolVersion">The version of APISnoop that loaded it.</param>
/// <param name="Filters">The filters of the load.</param>
/// <param name="Sources">Its inputs with their hashes.</param>
public sealed record RecordingAnswer(
    string App, string Kind, string Release, string ReleaseEvidence, long Requests, long MatchedRequests, long Events, long BadLines,
    DateTimeOffset? From, DateTimeOffset? To, DateTimeOffset LoadedAt, string ToolVersion, IReadOnlyList<string> Filters,
    IReadOnlyList<SourceFile> Sources)
{
    internal static RecordingAnswer Of(Manifest m) => new(
        m.App, m.Kind.Text(), m.Release, m.ReleaseEvidence, m.Requests, m.MatchedRequests, m.Events, m.BadLines, m.From, m.To, m.LoadedAt,
            m.ToolVersion,
        m.Filters, m.Sources);
}

/// <summary>A slice of the coverage: all, a level, a category or an endpoint.</summary>
/// <param name="Key">Its step in a path: <c>stable</c>, <c>core</c>, or the operation id; empty for the whole.</param>
/// <param name="Label">Its name.</param>
/// <param name="Total">How many endpoints it holds.</param>
/// <param name="Hit">How many of them were hit (by a test, for the test coverage).</param>
/// <param name="ConformanceTested">How many were hit by a conformance test.</param>
/// <param name="Requests">Requests to them.</param>
/// <param name="State"><c>untested</c>, <c>hit</c>, <c>tested</c> or <c>conformanceTested</c>: the best among its endpoints.</param>
/// <param name="Children">The slices inside; none for an endpoint.</param>
public sealed record SliceAnswer(
    string Key, string Label, int Total, int Hit, int ConformanceTested, long Requests, string State, IReadOnlyList<SliceAnswer> Children)
{
    internal static SliceAnswer Of(Slice slice, int depth) => new(
        slice.Key, slice.Label, slice.Total, slice.Hit, slice.ConformanceTested, slice.Requests,
        char.ToLowerInvariant(slice.State.ToString()[0]) + slice.State.ToString()[1..],
        depth == 0 ? [] : [.. slice.Children.Select(c => Of(c, depth - 1))]);
}
