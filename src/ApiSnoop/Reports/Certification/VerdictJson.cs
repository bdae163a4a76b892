using System.Text.Json.Nodes;
using ApiSnoop.Catalog;
using ApiSnoop.Certification;
using ApiSnoop.Certification.Rules;
using ApiSnoop.Insights.Noise;
using ApiSnoop.Matching;
using ApiSnoop.Recording;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Reports.Certification;

/// <summary>A verdict as JSON, whole: the same verdict always gives the same text.</summary>
public static class VerdictJson
{
    /// <summary>How long EKS counts requests for.</summary>
    static readonly TimeSpan s_month = TimeSpan.FromDays(30);

    /// <summary>The verdict.</summary>
    public static JsonObject Of(AppVerdict verdict) => new()
    {
        ["app"] = verdict.App,
        ["kind"] = verdict.Recording.Kind.Text(),
        ["verdict"] = verdict.Kind.Text(),
        ["exitCode"] = (int)verdict.Kind,
        ["problem"] = verdict.Problem,
        ["level"] = verdict.Level?.Text(),
        ["counts"] = new JsonObject
        {
            ["stable"] = verdict.Count(Level.Stable),
            ["beta"] = verdict.Count(Level.Beta),
            ["alpha"] = verdict.Count(Level.Alpha),
        },
        ["recordedOn"] = verdict.Recording.Release,
        ["release"] = verdict.Release?.ToString(),
        ["target"] = verdict.Target?.ToString(),
        ["targetIsKnown"] = verdict.TargetIsKnown,
        ["holdsUntil"] = verdict.Until?.ToString(),
        ["holds"] = CertificationWords.Holds(verdict),
        ["callsExistIn"] = verdict.Range is var (first, last)
            ? new JsonObject { ["first"] = first.ToString(), ["last"] = last.ToString() }
            : null,
        ["terms"] = Terms(verdict.Terms),
        ["findings"] = Array(verdict.Findings.Select(Finding)),
        ["deprecationDetails"] = Array(verdict.Risks.Select(r => Risk(verdict, r))),
        ["operations"] = Array(verdict.Operations.Select(Operation)),
        ["unknown"] = Array(verdict.Foreign.Select(Foreign)),
        ["noise"] = Array(verdict.Noise.Select(n => new JsonObject
        {
            ["kind"] = n.Kind.Text(),
            ["what"] = n.What,
            ["requests"] = n.Requests,
            ["requestsToWhatEnds"] = n.AtRisk,
        })),
        ["ignored"] = Array(verdict.Ignored.Select(i => new JsonObject
        {
            ["term"] = i.Term.Text,
            ["requests"] = i.Requests,
            ["findings"] = i.Findings,
        })),
        ["confidence"] = Confidence(verdict.Confidence),
    };

    /// <summary>What a verdict was judged by.</summary>
    public static JsonObject Terms(CertificationTerms terms) => new()
    {
        ["release"] = terms.Release?.ToString(),
        ["target"] = terms.Target,
        ["require"] = terms.Require.Text(),
        ["ignore"] = Array(terms.Ignore.Select(i => (JsonNode)i.Text)),
        ["minRequests"] = terms.MinRequests,
        ["minSpanSeconds"] = (long)terms.MinSpan.TotalSeconds,
    };

    static JsonObject Finding(Finding finding) => new()
    {
        ["rule"] = finding.Rule,
        ["exitCode"] = (int)finding.Kind,
        ["name"] = finding.Name,
        ["message"] = finding.Message,
        ["endsIn"] = finding.EndsIn?.ToString(),
    };

    static JsonObject Risk(AppVerdict verdict, UsedOperation risk) => new()
    {
        ["usage"] = risk.Operation.Path,
        ["replacedWith"] = risk.Replacement?.Operation?.Path ?? risk.Replacement?.Instead ?? "",
        ["stopServingVersion"] = risk.Guarantee.EndsIn?.ToString(),
        ["startServingReplacementVersion"] = risk.Replacement?.Since?.ToString(),
        ["operation"] = risk.Operation.Id,
        ["knownBy"] = risk.Guarantee.By.Text(),
        ["rule"] = risk.Guarantee.Rule.Id,
        ["deprecatedSince"] = risk.Deprecation.Since?.ToString(),
        ["deprecatedBy"] = risk.Deprecation.By,
        ["disagreement"] = risk.Deprecation.Disagreement,
        ["clientStats"] = Array(risk.Clients.Select(c => Client(c, verdict.Confidence.Span <= s_month))),
    };

    /// <summary>EKS counts thirty days; of a longer recording its number is not known, and not given.</summary>
    static JsonObject Client(Client client, bool withinMonth)
    {
        var json = new JsonObject
        {
            ["userAgent"] = client.Agent,
            ["account"] = client.Account,
            ["numberOfRequests"] = client.Requests,
            ["lastRequestTime"] = Time(client.Last),
        };
        if (withinMonth) json["numberOfRequestsLast30Days"] = client.Requests;
        return json;
    }

    static JsonObject Operation(UsedOperation used) => new()
    {
        ["operation"] = used.Operation.Id,
        ["method"] = used.Operation.Method.Text(),
        ["path"] = used.Operation.Path,
        ["use"] = used.Use.Text(),
        ["level"] = used.Operation.Level.Text(),
        ["requests"] = used.Requests,
        ["succeeded"] = used.Succeeded,
        ["guarantee"] = used.Guarantee.Kind.ToString().ToLowerInvariant(),
        ["endsIn"] = used.Guarantee.EndsIn?.ToString(),
        ["knownBy"] = used.Guarantee.By.Text(),
        ["rule"] = used.Guarantee.Rule.Id,
        ["deprecated"] = CertificationWords.Deprecated(used),
    };

    static JsonObject Foreign(ForeignUse foreign) => new()
    {
        ["reason"] = foreign.Reason.Text(),
        ["name"] = foreign.Name,
        ["use"] = foreign.IsGone ? "gone" : foreign.Use.Text(),
        ["goneIn"] = foreign.GoneIn?.ToString(),
        ["requests"] = foreign.Requests,
        ["userAgents"] = Array(foreign.Clients.Select(c => c.Agent).Distinct(StringComparer.Ordinal).Select(a => (JsonNode)a)),
    };

    static JsonObject Confidence(Confidence seen) => new()
    {
        ["requests"] = seen.Requests,
        ["matched"] = seen.Matched,
        ["succeeded"] = seen.Succeeded,
        ["withoutOutcome"] = seen.WithoutOutcome,
        ["from"] = Time(seen.From),
        ["to"] = Time(seen.To),
        ["verbs"] = Array(seen.Verbs.Select(v => (JsonNode)v)),
        ["userAgents"] = seen.Agents,
        ["tests"] = seen.Tests,
        ["hidden"] = Array(seen.Hidden.Select(h => (JsonNode)h)),
    };

    static string? Time(DateTimeOffset? time) => time is { } t ? TableWriter.Text(t) : null;

    static JsonArray Array(IEnumerable<JsonNode> nodes) => [.. nodes];
}
