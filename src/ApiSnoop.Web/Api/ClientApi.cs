using ApiSnoop.Coverage;
using ApiSnoop.Filtering;
using ApiSnoop.Insights;
using ApiSnoop.Recording;
using ApiSnoop.Reports.Tables;
using ApiSnoop.Web.Addresses;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ApiSnoop.Web.Api;

/// <summary>Tests, user agents, and what matched nothing.</summary>
internal static class ClientApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/tests", (ApiQuery query) => Rows<TestRow>(query, "tests")).Filtered().Over("app", "run")
            .Says("Tests", "The e2e tests that made requests, with tags, endpoints and requests.");
        api.MapGet("/tests/one", Test).Over("app", "run", "name" + TextKey.Hashed)
            .Says("Tests", "One test by its name: its endpoints and its calls in the order of time.");
        api.MapGet("/user-agents", (ApiQuery query) => Rows<UserAgentRow>(query, "user-agents")).Filtered().Over("app", "run")
            .Says("User agents", "Each user agent with what it calls, at which stability, and how its requests end.");
        api.MapGet("/user-agents/one", UserAgent).Filtered().Over("app", "run", "agent" + TextKey.Hashed)
            .Says("User agents", "One user agent: what it calls, how often, with outcomes.");
        api.MapGet("/unmatched", Unmatched).Filtered().Over("app", "run")
            .Says("Unmatched", "Requests that are no operation of the Kubernetes API, by reason, with the shadow APIs by group.");
    }

    static Ok<T[]> Rows<T>(ApiQuery query, string exporter) => TypedResults.Ok(TableJson.Rows<T>(query.Export(exporter)));

    static Ok<TestAnswer> Test(string? name, ApiQuery query)
    {
        var asked =
            TextKey.Told(name, query.Text("name" + TextKey.Hashed)) ?? throw new FormatException(
                "Give the test's name: /api/v1/tests/one?name=…");
        foreach (var app in query.Apps.OrderBy(a => a != TestRuns.Chosen(query.Shelf.Store.Manifests(), query.Run)?.App))
        {
            if (query.Shelf.Open(app) is not { } recording) continue;
            var agents = recording.Stored.Cube.Agents.Where(a => recording.Naming.Of(a) is { } test && asked(test.Name)).ToHashSet();
            if (agents.Count > 0 && recording.Naming.Of(agents.First()) is { } found)
                return TypedResults.Ok(TestAnswer.Of(found.Name, recording, agents));
        }

        throw ApiException.NotFound("No recording has a test of this name.");
    }

    static Ok<CallRow[]> UserAgent(string? agent, ApiQuery query)
    {
        var asked = TextKey.Told(agent ?? "", query.Text("agent" + TextKey.Hashed))!;
        var table = CallTable.Of(query.Coverages(query.Apps), a => asked(a));
        return table.Rows.IsEmpty && query.Filter.IsAll
            ? throw ApiException.NotFound("No recording has requests of this user agent.")
            : TypedResults.Ok(TableJson.Rows<CallRow>(table));
    }

    static Ok<UnmatchedAnswer> Unmatched(ApiQuery query)
    {
        var coverages = query.Coverages(query.Apps);
        return TypedResults.Ok(new UnmatchedAnswer(
            TableJson.Rows<ReasonRow>(ShadowTable.ByReason(coverages)), TableJson.Rows<GroupRow>(ShadowTable.Groups(coverages)),
            TableJson.Rows<MissRow>(query.Export("unmatched"))));
    }
}

/// <summary>A test.</summary>
/// <param name="Name">Its name.</param>
/// <param name="App">The recording.</param>
/// <param name="Endpoints">What it calls.</param>
/// <param name="Calls">Its calls in the order of time, the first 5,000.</param>
internal sealed record TestAnswer(string Name, string App, CallRow[] Endpoints, SequenceRow[] Calls)
{
    public static TestAnswer Of(string name, OpenRecording recording, HashSet<string> agents) => new(
        name, recording.Stored.Manifest.App,
        TableJson.Rows<CallRow>(CallTable.Of([recording.Coverage(RecordingFilter.All)], agents.Contains)),
        TableJson.Rows<SequenceRow>(TestCalls.Of(RecordedCalls.Of(recording.Stored, agents, TestCalls.MostRead), recording.Release)));
}

/// <summary>What matched no operation.</summary>
/// <param name="Reasons">Requests by reason.</param>
/// <param name="ShadowApis">Custom resources and aggregated APIs by group.</param>
/// <param name="Misses">Each thing that was asked for.</param>
internal sealed record UnmatchedAnswer(ReasonRow[] Reasons, GroupRow[] ShadowApis, MissRow[] Misses);
