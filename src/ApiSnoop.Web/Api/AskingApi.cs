using System.Collections.Immutable;
using ApiSnoop.Catalog;
using ApiSnoop.Certification;
using ApiSnoop.Explaining;
using ApiSnoop.Filtering;
using ApiSnoop.Insights;
using ApiSnoop.Matching;
using ApiSnoop.Reports.Certification;
using ApiSnoop.Web.Addresses;
using ApiSnoop.Web.Certification;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ApiSnoop.Web.Api;

/// <summary>What breaks at an upgrade, and which operation a request is.</summary>
internal static class AskingApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/apps/{app}/risk", Risk).Over("target", "require")
            .Says("Risk",
                "Whether an app runs on a later release: the verdict by the rules of certification, and which client calls what ends. "
                    + "target is a release, next or latest; require is stable, beta or alpha.");
        api.MapGet("/explain", Explain).Over("verb", "uri", "release", "app", "auditId")
            .Says("Explain",
                "Which operation a request is and why, or why it is none: by verb and uri, against a release (the newest without one), or "
                    + "the requests with an auditId of a recorded app.");
    }

    static Ok<RiskAnswer> Risk(string app, ApiQuery query, VerdictShelf shelf)
    {
        app = PathSegment.Unescape(app);
        var asked = CertificationQuery.Of(query.Http.Request.Query);
        if (!asked.Errors.IsEmpty) throw new FormatException(string.Join(' ', asked.Errors));
        var verdict = shelf.Verdict(app, asked.Terms) ?? throw ApiQuery.NoApp(app);
        return TypedResults.Ok(RiskAnswer.Of(verdict, shelf.Recording(app)!));
    }

    static Ok<ExplanationAnswer[]> Explain(ApiQuery query)
    {
        if (query.Text("auditId") is { Length: > 0 } auditId) return TypedResults.Ok(Recorded(query, auditId));
        if (query.Text("verb") is not { Length: > 0 } verb || query.Text("uri") is not { Length: > 0 } uri)
            throw new FormatException("Give the request's verb and uri, or the app that was recorded and an auditId.");
        if (!uri.StartsWith('/')) throw new FormatException("A uri begins with a slash, such as /api/v1/pods.");
        var explainer = new Explainer(KubernetesCatalog.Shipped.Load(Release(query.Text("release"))));
        var request = new AskedRequest("", "", null, verb, uri, 0, "", "", "", "", "", "");
        return TypedResults.Ok<ExplanationAnswer[]>([ExplanationAnswer.Of(explainer.Explain("the question", request, null))]);
    }

    static ExplanationAnswer[] Recorded(ApiQuery query, string auditId)
    {
        var name = query.Text("app") ?? throw new FormatException("Give the app whose request it is: app=NAME.");
        var app = query.Shelf.Open(name) ?? throw ApiQuery.NoApp(name);
        var found = RecordedExplanations.Of(app.Stored, app.Release, app.Naming, auditId);
        return found.Count > 0
            ? [.. found.Select(ExplanationAnswer.Of)]
            : throw ApiException.NotFound($"The recording has no request with this auditId, or holds counts only.");
    }

    static ReleaseVersion Release(string? text)
    {
        if (string.IsNullOrEmpty(text)) return KubernetesCatalog.Shipped.Newest;
        return ReleaseVersion.TryParse(text, out var release) && KubernetesCatalog.Shipped.Has(release)
            ? release
            : throw new FormatException(
                $"That is no known release. There are {KubernetesCatalog.Shipped.Versions[0]} to {KubernetesCatalog.Shipped.Newest}.");
    }
}

/// <summary>Whether an app runs on a later release.</summary>
/// <param name="App">The app.</param>
/// <param name="Verdict">The verdict in a word.</param>
/// <param name="Holds">How long it holds, in words.</param>
/// <param name="Problem">Why there is no verdict; null where there is one.</param>
/// <param name="Release">The release that it runs on.</param>
/// <param name="Target">The release that was asked about.</param>
/// <param name="Findings">What is held against it.</param>
/// <param name="Ending">Who calls what a known later release no longer has, the soonest first.</param>
internal sealed record RiskAnswer(
    string App, string Verdict, string Holds, string? Problem, string? Release, string? Target, FindingAnswer[] Findings,
    EndingAnswer[] Ending)
{
    public static RiskAnswer Of(AppVerdict verdict, AppCoverage recording) => new(
        verdict.App, verdict.Kind.Text(), CertificationWords.Holds(verdict), verdict.Problem, verdict.Release?.ToString(),
        verdict.Target?.ToString(),
        [.. verdict.Findings.Select(f => new FindingAnswer(f.Rule, f.Name, f.Message, f.EndsIn?.ToString()))],
        [
            .. EndingUse.ByProgram(recording).OrderBy(e => e.EndsIn).ThenByDescending(e => e.Requests)
                .ThenBy(e => e.Client, StringComparer.Ordinal).ThenBy(e => e.Operation.Id, StringComparer.Ordinal)
                .Select(e => new EndingAnswer(
                    e.Client, e.Operation.Id, e.Operation.Method.Text(), e.Operation.Path, e.EndsIn.ToString(), e.Requests,
                    Replacement.Of(e.Operation)?.Words)),
        ]);
}

/// <summary>Something that is held against an app.</summary>
/// <param name="Rule">The rule's number.</param>
/// <param name="Name">What it is about.</param>
/// <param name="Message">What is so, in a sentence.</param>
/// <param name="EndsIn">The release that lacks it; null where none is known.</param>
public sealed record FindingAnswer(string Rule, string Name, string Message, string? EndsIn);

/// <summary>Requests of a client to what a later release no longer has.</summary>
/// <param name="Client">The program with its version.</param>
/// <param name="OperationId">The operation.</param>
/// <param name="Method">The method, lower case.</param>
/// <param name="Path">The path's template.</param>
/// <param name="EndsIn">The first release that lacks it.</param>
/// <param name="Requests">The requests.</param>
/// <param name="Replacement">What to call instead, in words; null where nothing is known.</param>
public sealed record EndingAnswer(
    string Client, string OperationId, string Method, string Path, string EndsIn, long Requests, string? Replacement);

/// <summary>How a request was read.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Verb">Its verb.</param>
/// <param name="Uri">Its URI.</param>
/// <param name="Release">The release that it was matched against.</param>
/// <param name="Method">The method, lower case.</param>
/// <param name="Path">The path as the server reads it.</param>
/// <param name="OperationId">The operation; null where it is none.</param>
/// <param name="Template">The operation's path.</param>
/// <param name="Level">The operation's stability.</param>
/// <param name="Reason">Why it is no operation.</param>
/// <param name="Missed">What was asked for where it is none.</param>
/// <param name="Remarks">What should be known of this answer.</param>
/// <param name="Near">Operations that come close, with why they are not the one.</param>
/// <param name="User">In whose name it was made.</param>
/// <param name="UserAgent">By which program.</param>
/// <param name="Code">The status; 0 where none was logged.</param>
public sealed record ExplanationAnswer(
    string Place, string Verb, string Uri, string Release, string Method, string Path, string? OperationId, string? Template, string? Level,
    string? Reason, string? Missed, IReadOnlyList<string> Remarks, IReadOnlyList<NearAnswer> Near, string User, string UserAgent, int Code)
{
    internal static ExplanationAnswer Of(Explanation e) => new(
        e.Place, e.Request.Verb, e.Request.Uri, e.Release, e.Method == ApiMethod.None ? "" : e.Method.Text(), e.Path, e.Operation?.Id,
        e.Operation?.Path, e.Operation?.Level.Text(), e.Operation is null ? e.Reason.Text() : null, e.Operation is null ? e.Missed : null,
        e.Remarks, [.. e.Near.Select(n => new NearAnswer(n.Operation.Id, n.WhyNot))], e.Request.User, e.Request.UserAgent, e.Request.Code);
}

/// <summary>An operation that comes close.</summary>
/// <param name="OperationId">The operation.</param>
/// <param name="WhyNot">Why it is not the one.</param>
public sealed record NearAnswer(string OperationId, string WhyNot);
