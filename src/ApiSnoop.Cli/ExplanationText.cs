using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ApiSnoop.Catalog;
using ApiSnoop.Explaining;
using ApiSnoop.Matching;

namespace ApiSnoop.Cli;

/// <summary>Explanations for people and for scripts.</summary>
internal static class ExplanationText
{
    static readonly JsonSerializerOptions s_json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(IReadOnlyList<Explanation> explanations, TextWriter output)
    {
        foreach (var (number, explanation) in explanations.Index())
        {
            if (number > 0) output.WriteLine();
            output.WriteLine(explanation.Place);
            foreach (var (name, text) in Lines(explanation)) output.WriteLine($"  {name,-10} {Shown(text)}");
        }
    }

    public static void WriteJson(IReadOnlyList<Explanation> explanations, TextWriter output) =>
        output.WriteLine(new JsonArray([.. explanations.Select(Json)]).ToJsonString(s_json));

    static IEnumerable<(string Name, string Text)> Lines(Explanation e)
    {
        var request = e.Request;
        var received = request.Received is { } at ? ", received " + at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture) : "";
        yield return (
            "event", $"{request.Stage} of {(request.AuditId.Length > 0 ? request.AuditId : "a request without an audit id")}{received}");
        yield return ("who", $"{(request.User.Length > 0 ? request.User : "nobody named")}"
            + $"{(request.Impersonator.Length > 0 ? $", in whose name {request.Impersonator} did it" : "")}"
            + $"{(request.UserAgent.Length > 0 ? $", by {request.UserAgent}" : ", without a user agent")}");
        if (request.Test.Length > 0) yield return ("test", request.Test);
        yield return ("asked", $"{(request.Verb.Length > 0 ? request.Verb : "(empty verb)")} {request.Uri}"
            + $"{(request.Code > 0 ? string.Create(CultureInfo.InvariantCulture, $", answered {request.Code}") : ", no answer logged")}");
        yield return ("read as", $"{(e.Method == ApiMethod.None ? "no method" : e.Method.Text().ToUpperInvariant())} {e.Path}");
        if (e.Operation is { } operation)
        {
            yield return (
                "is", $"{operation.Id} of Kubernetes {e.Release}: {operation.Method.Text()} {operation.Path}, {operation.Level.Text()}");
            yield return (
                "segments", string.Join("  ", e.Segments.Select(s => s.Template == s.Segment ? s.Segment : $"{s.Template}={s.Segment}")));
        }
        else
        {
            yield return ("is", $"no operation of Kubernetes {e.Release}: {e.Reason.Text()} ({e.Missed})");
        }

        foreach (var remark in e.Remarks) yield return ("note", remark);
        if (request.Deprecation.Length > 0)
            yield return ("server", request.Deprecation == "deprecated"
                ? "says that this API version is deprecated"
                : $"says that this API version is deprecated, and gone in {request.Deprecation}");
        if (e.ServerSays is { } server)
            yield return (
                "objectRef", $"{server}{(e.Agrees switch { true => ", which agrees", false => ", which does not agree", _ => "" })}");
        foreach (var (near, why) in e.Near) yield return ("not", $"{near.Id}: {why}");
    }

    /// <summary>What came out of a log must not steer a terminal.</summary>
    static string Shown(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c));

    static JsonNode Json(Explanation e) => new JsonObject
    {
        ["place"] = e.Place,
        ["auditId"] = e.Request.AuditId,
        ["stage"] = e.Request.Stage,
        ["received"] = e.Request.Received?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        ["user"] = e.Request.User,
        ["impersonator"] = e.Request.Impersonator,
        ["userAgent"] = e.Request.UserAgent,
        ["test"] = e.Request.Test,
        ["verb"] = e.Request.Verb,
        ["uri"] = e.Request.Uri,
        ["code"] = e.Request.Code,
        ["namespace"] = e.Request.Namespace,
        ["deprecation"] = e.Request.Deprecation,
        ["release"] = e.Release,
        ["method"] = e.Method.Text(),
        ["path"] = e.Path,
        ["operation"] = e.Operation?.Id,
        ["template"] = e.Operation?.Path,
        ["level"] = e.Operation?.Level.Text(),
        ["segments"] = new JsonArray([.. e.Segments.Select(s => new JsonObject { ["template"] = s.Template, ["segment"] = s.Segment })]),
        ["reason"] = e.Reason.Text(),
        ["missed"] = e.Missed,
        ["remarks"] = new JsonArray([.. e.Remarks.Select(r => JsonValue.Create(r))]),
        ["objectRef"] = e.ServerSays?.ToString(),
        ["objectRefAgrees"] = e.Agrees,
        ["near"] = new JsonArray([.. e.Near.Select(n => new JsonObject { ["operation"] = n.Operation.Id, ["whyNot"] = n.WhyNot })]),
    };
}
