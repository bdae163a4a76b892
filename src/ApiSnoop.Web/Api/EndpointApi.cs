using ApiSnoop.Catalog;
using ApiSnoop.Conformance;
using ApiSnoop.Filtering;
using ApiSnoop.Reports.Endpoints;
using ApiSnoop.Web.Addresses;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ApiSnoop.Web.Api;

/// <summary>Endpoints: all, one, and the ranking of those that are used and untested.</summary>
internal static class EndpointApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/endpoints", List).Filtered().Over("app", "run", "q", "preset")
            .Says("Endpoints",
                "Every endpoint with its tests and the apps that use it. q searches id, path, kind and group; preset is one of "
                + string.Join(", ", EndpointPreset.All.Select(p => p.Key)) + ".");
        api.MapGet("/endpoints/{operationId}", One).Filtered().Over("app", "run")
            .Says("Endpoints", "One endpoint: its facts and history, who hits it, its tests, outcomes and query parameters.");
        api.MapGet("/untested", Untested).Filtered().Over("app", "run", "unused", "discovery", "noise")
            .Says("Endpoints",
                "Stable, eligible endpoints of the test run's release without a conformance test, the most used first. "
                    + "unused=true adds those that nobody uses, discovery=true what every client walks through.");
    }

    static Ok<EndpointAnswer[]> List(ApiQuery query)
    {
        var preset = query.Text(EndpointPreset.Parameter) is { Length: > 0 } key
            ? EndpointPreset.Find(key) ?? throw new FormatException(
            $"There is no preset of that name. There are: {string.Join(", ", EndpointPreset.All.Select(p => p.Key))}.")
            : null;
        var search = query.Text("q") ?? "";
        return TypedResults.Ok<EndpointAnswer[]>(
            [.. query.Endpoints().Where(e => (preset?.Keeps(e) ?? true) && EndpointSearch.Finds(search, e.Operation))
                .Select(EndpointAnswer.Of)]);
    }

    static Ok<EndpointAnswer[]> Untested(ApiQuery query)
    {
        var withUnused = query.Text("unused") == "true";
        var ranked = UntestedTable.Rank(query.EndpointsOfRun(), query.Text("discovery") == "true");
        return TypedResults.Ok<EndpointAnswer[]>([.. ranked.Where(e => withUnused || e.Used).Select(EndpointAnswer.Of)]);
    }

    static Ok<EndpointStoryAnswer> One(string operationId, ApiQuery query)
    {
        // Ids that were made up for a document without any hold a path, whose slashes are left encoded here.
        operationId = PathSegment.Unescape(operationId.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase));
        var apps = query.Apps;
        var recordings = apps.Select(query.Shelf.Open).OfType<OpenRecording>().ToList();
        var operation = EndpointStory.Find(operationId, recordings.Select(r => r.Release))
            ?? throw ApiException.NotFound("No known release has this operation.");
        var sent = query.Answers.Get(
            "parameters\n" + operationId, apps, RecordingFilter.All, () => EndpointStory.Sent(recordings, operationId));
        var known = query.Endpoints().FirstOrDefault(e => e.Operation.Id == operationId) ?? new KnownEndpoint { Operation = operation };
        var story =
            query.Answers.Get("story\n" + operationId, apps, query.Filter, () => new EndpointStory(operationId, query.Coverages(apps)));
        return TypedResults.Ok(EndpointStoryAnswer.Of(known, story, sent));
    }
}

/// <summary>An endpoint.</summary>
/// <param name="OperationId">Its operation id.</param>
/// <param name="Level">stable, beta or alpha.</param>
/// <param name="Category">Its category.</param>
/// <param name="Method">The method, lower case.</param>
/// <param name="Path">The path's template.</param>
/// <param name="Group">The API group; empty for core.</param>
/// <param name="Version">The API version.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Action">The Kubernetes action.</param>
/// <param name="Deprecated">Whether it is deprecated.</param>
/// <param name="Eligibility">eligible, pending, ineligible, deprecated or not stable.</param>
/// <param name="State">conformance, tested, hit, no test, untested or, where no run could have tested it, not observed.</param>
/// <param name="Tested">Whether the test run hits it by a test; null where no run could have.</param>
/// <param name="Tests">How many tests hit it.</param>
/// <param name="ConformanceTests">How many conformance tests hit it.</param>
/// <param name="Apps">Apps that use it.</param>
/// <param name="AppRequests">Requests of these apps.</param>
/// <param name="OtherRequests">Requests in the test run by clients that are no test.</param>
/// <param name="Requests">All requests.</param>
public sealed record EndpointAnswer(
    string OperationId, string Level, string Category, string Method, string Path, string Group, string Version, string Kind, string Action,
    bool Deprecated, string Eligibility, string State, bool? Tested, int Tests, int ConformanceTests, IReadOnlyList<string> Apps,
        long AppRequests,
    long OtherRequests, long Requests)
{
    internal static EndpointAnswer Of(KnownEndpoint e) => new(
        e.Operation.Id, e.Operation.Level.Text(), e.Operation.Category, e.Operation.Method.Text(), e.Operation.Path, e.Operation.Group,
        e.Operation.Version, e.Operation.Kind, e.Operation.Action, e.Operation.Deprecated, KnownEndpointTable.EligibilityOf(e), e.StateText,
        e.Observed ? e.Tested : null,
            e.Tests,
        e.ConformanceTests, e.Apps, e.AppRequests, e.OtherRequests, e.Requests);
}

/// <summary>An endpoint with its history and its clients.</summary>
/// <param name="Endpoint">The endpoint.</param>
/// <param name="Since">The oldest known release that has it.</param>
/// <param name="DeprecatedSince">The first release that calls it deprecated.</param>
/// <param name="RemovedIn">The first release that no longer has it.</param>
/// <param name="BackIn">The release that has it again.</param>
/// <param name="Replacement">What to call instead, in words; null where nothing is known.</param>
/// <param name="ReplacementId">The operation id of that; null where it is no operation.</param>
/// <param name="EligibilityReason">Whether it should have a conformance test, with the reason.</param>
/// <param name="Apps">Requests by app.</param>
/// <param name="UserAgents">Requests by user agent, tests left out.</param>
/// <param name="Users">Requests by user.</param>
/// <param name="Tests">Requests by test.</param>
/// <param name="Outcomes">Requests by status code.</param>
/// <param name="QueryParameters">Query parameters sent and declared.</param>
internal sealed record EndpointStoryAnswer(
    EndpointAnswer Endpoint, string? Since, string? DeprecatedSince, string? RemovedIn, string? BackIn, string? Replacement,
    string? ReplacementId, string EligibilityReason,
        AppHitRow[] Apps,
    AgentHitRow[] UserAgents, UserHitRow[] Users, TestHitRow[] Tests, OutcomeRow[] Outcomes, ParameterRow[] QueryParameters)
{
    public static EndpointStoryAnswer Of(KnownEndpoint known, EndpointStory story, IReadOnlyDictionary<string, long> sent)
    {
        var history = KubernetesCatalog.Shipped.History(known.Operation.Id);
        var replacement = Catalog.Replacement.Of(known.Operation);
        return new(
            EndpointAnswer.Of(known), history?.First.ToString(), history?.DeprecatedSince?.ToString(), history?.RemovedIn?.ToString(),
                history?.BackIn?.ToString(), replacement?.Words, replacement?.Operation?.Id,
            Eligibility.Of(known.Operation, known.Lists),
            TableJson.Rows<AppHitRow>(story.Apps), TableJson.Rows<AgentHitRow>(story.UserAgents), TableJson.Rows<UserHitRow>(story.Users),
            TableJson.Rows<TestHitRow>(story.Tests), TableJson.Rows<OutcomeRow>(story.Codes),
                TableJson.Rows<ParameterRow>(EndpointStory.Parameters(known.Operation, sent)));
    }
}
