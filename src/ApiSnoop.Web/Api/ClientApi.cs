using System.Text.Json.Nodes;
using ApiSnoop.Coverage;
using ApiSnoop.Filtering;
using ApiSnoop.Recording;
using ApiSnoop.Reports;
using ApiSnoop.Web.Addresses;
using ApiSnoop.Web.Components.Pages.Tests;
using ApiSnoop.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ApiSnoop.Web.Api;

/// <summary>Tests, user agents, and what matched nothing.</summary>
internal static class ClientApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/tests", (HttpContext http, RecordingShelf shelf, AnswerCache answers) => Rows(http, shelf, answers, "tests")).Filtered().Over("app")
            .Says("Tests", "The e2e tests that made requests, with tags, endpoints and requests.");
        api.MapGet("/tests/one", Test).Over("app", "name" + TextKey.Hashed).Says("Tests", "One test by its name: its endpoints and its calls in the order of time.");
        api.MapGet("/user-agents", (HttpContext http, RecordingShelf shelf, AnswerCache answers) => Rows(http, shelf, answers, "user-agents")).Filtered().Over("app")
            .Says("User agents", "Each user agent with what it calls, at which stability, and how its requests end.");
        api.MapGet("/user-agents/one", UserAgent).Filtered().Over("app", "agent" + TextKey.Hashed).Says("User agents", "One user agent: what it calls, how often, with outcomes.");
        api.MapGet("/unmatched", Unmatched).Filtered().Over("app")
            .Says("Unmatched", "Requests that are no operation of the Kubernetes API, by reason, with the shadow APIs by group.");
    }

    static Ok<JsonArray> Rows(HttpContext http, RecordingShelf shelf, AnswerCache answers, string exporter) =>
        TypedResults.Ok(TableJson.Objects(new ApiQuery(http, shelf, answers).Export(exporter)));

    static Ok<TestAnswer> Test(string? name, HttpContext http, RecordingShelf shelf, AnswerCache answers)
    {
        var asked = TextKey.Told(name, http.Request.Query["name" + TextKey.Hashed]) ?? throw new FormatException("Give the test's name: /api/v1/tests/one?name=…");
        var apps = new ApiQuery(http, shelf, answers).Apps;
        foreach (var app in apps.OrderBy(a => a != CoverageSlices.TestApp))
        {
            if (shelf.Open(app) is not { } recording) continue;
            var agents = recording.Stored.Cube.Agents.Where(a => TestName.TryParse(a, out var test) && asked(test.Name)).ToHashSet();
            if (agents.Count > 0 && TestName.TryParse(agents.First(), out var found)) return TypedResults.Ok(TestAnswer.Of(found.Name, recording, agents));
        }

        throw ApiException.NotFound("No recording has a test of this name.");
    }

    static Ok<JsonArray> UserAgent(string? agent, HttpContext http, RecordingShelf shelf, AnswerCache answers)
    {
        var query = new ApiQuery(http, shelf, answers);
        var asked = TextKey.Told(agent ?? "", http.Request.Query["agent" + TextKey.Hashed])!;
        var table = CallTable.Of(query.Coverages(query.Apps), a => asked(a));
        return table.Rows.IsEmpty && query.Filter.IsAll
            ? throw ApiException.NotFound("No recording has requests of this user agent.")
            : TypedResults.Ok(TableJson.Objects(table));
    }

    static Ok<UnmatchedAnswer> Unmatched(HttpContext http, RecordingShelf shelf, AnswerCache answers)
    {
        var query = new ApiQuery(http, shelf, answers);
        var coverages = query.Coverages(query.Apps);
        return TypedResults.Ok(new UnmatchedAnswer(
            TableJson.Objects(ShadowTable.ByReason(coverages)), TableJson.Objects(ShadowTable.Groups(coverages)), TableJson.Objects(query.Export("unmatched"))));
    }
}

/// <summary>A test.</summary>
/// <param name="Name">Its name.</param>
/// <param name="App">The recording.</param>
/// <param name="Endpoints">What it calls.</param>
/// <param name="Calls">Its calls in the order of time, the first 5,000.</param>
public sealed record TestAnswer(string Name, string App, JsonArray Endpoints, JsonArray Calls)
{
    internal static TestAnswer Of(string name, OpenRecording recording, HashSet<string> agents) => new(
        name, recording.Stored.Manifest.App,
        TableJson.Objects(CallTable.Of([recording.Coverage(RecordingFilter.All)], agents.Contains)),
        TableJson.Objects(CallSequence.Table(RecordedCalls.Of(recording.Stored, agents, CallSequence.MostRead), recording.Release)));
}

/// <summary>What matched no operation.</summary>
/// <param name="Reasons">Requests by reason.</param>
/// <param name="ShadowApis">Custom resources and aggregated APIs by group.</param>
/// <param name="Misses">Each thing that was asked for.</param>
public sealed record UnmatchedAnswer(JsonArray Reasons, JsonArray ShadowApis, JsonArray Misses);
