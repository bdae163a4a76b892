using ApiSnoop.Catalog;
using ApiSnoop.Certification;
using ApiSnoop.Certification.Rules;
using ApiSnoop.Insights.Noise;
using ApiSnoop.Matching;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Reports.Certification;

/// <summary>Verdicts on apps as tables.</summary>
public static class CertificationTables
{
    /// <summary>A row an app.</summary>
    public static Table Apps(IEnumerable<AppVerdict> verdicts) => Table.Of(
        ["app", "verdict", "level", "stable", "beta", "alpha", "release", "target", "holds", "calls exist", "requests", "span", "why"],
        verdicts.Select(v => new object?[]
        {
            v.App, v.Kind.Text(), v.Level?.Text() ?? "", v.Count(Level.Stable), v.Count(Level.Beta), v.Count(Level.Alpha),
            v.Release?.ToString() ?? "", v.Target?.ToString() ?? "", CertificationWords.Holds(v), CertificationWords.Range(v),
            v.Confidence.Requests, SpanText.Of(v.Confidence.Span), CertificationWords.Why(v),
        })).OnlyWide("calls exist", "span");

    /// <summary>
    /// A row for each operation that may not last and each client of it, the most urgent first. The first columns are named as the
    /// details of EKS' upgrade insights, so that both can be joined.
    /// </summary>
    /// <param name="verdicts">The verdicts.</param>
    /// <remarks>Source of the names: DeprecationDetail and ClientStat of the API of Amazon EKS.</remarks>
    public static Table Risks(IEnumerable<AppVerdict> verdicts) => Table.Of(
        [
            "app", "usage", "stopServingVersion", "replacedWith", "startServingReplacementVersion", "userAgent", "account",
            "numberOfRequests", "lastRequestTime", "operation id", "method", "level", "rule", "known by", "deprecated since",
            "deprecated by", "disagreement",
        ],
        verdicts.SelectMany(v => v.Risks.SelectMany(r => r.Clients.Select(c => RiskRow(v, r, c)))));

    /// <summary>A row for each operation that may not last, for a page.</summary>
    public static Table RiskSums(AppVerdict verdict) => Table.Of(
        ["guarantee", "method", "path", "instead", "requests", "program", "account", "deprecated", "rule", "last call", "operation id"],
        verdict.Risks.Select(r => new object?[]
        {
            r.Guarantee.Words, r.Operation.Method.Text(), r.Operation.Path, r.Replacement?.Words ?? "", r.Requests,
            Several(r.Clients.Select(c => Insights.Caller.Program(c.Agent))), Several(r.Clients.Select(c => c.Account)),
            CertificationWords.Deprecated(r), r.Guarantee.Rule.Id, r.Last, r.Operation.Id,
        }));

    /// <summary>A row for each operation that the app called, with the rule that judges it.</summary>
    public static Table Operations(AppVerdict verdict) => Table.Of(
        ["use", "level", "method", "path", "requests", "succeeded", "guarantee", "rule", "deprecated", "operation id"],
        verdict.Operations.OrderBy(o => o.Use).ThenByDescending(o => o.Operation.Level).ThenBy(o => o.Operation.Id, StringComparer.Ordinal)
            .Select(o => new object?[]
            {
                o.Use.Text(), o.Operation.Level.Text(), o.Operation.Method.Text(), o.Operation.Path, o.Requests, o.Succeeded,
                o.Guarantee.Words, o.Guarantee.Rule.Id, CertificationWords.Deprecated(o), o.Operation.Id,
            }));

    /// <summary>A row for each thing that is no operation of the release.</summary>
    public static Table Foreign(AppVerdict verdict) => Table.Of(
        ["reason", "name", "use", "requests", "program", "account"],
        verdict.Foreign.Where(f => f.Use != UseKind.Discovery).Select(f => new object?[]
        {
            f.Reason.Text(), f.Name, f.IsGone ? "gone" : f.Use.Text(), f.Requests,
            Several(f.Clients.Select(c => Insights.Caller.Program(c.Agent))), Several(f.Clients.Select(c => c.Account)),
        }));

    /// <summary>A row for each kind of noise.</summary>
    public static Table Noise(AppVerdict verdict) => Table.Of(
        ["noise", "what it is", "requests", "to what ends"],
        verdict.Noise.Select(n => new object?[] { n.Kind.Text(), n.What, n.Requests, n.AtRisk }));

    /// <summary>A row a rule.</summary>
    public static Table RuleBook() => Table.Of(
        ["rule", "says", "rests on"],
        ApiSnoop.Certification.Rules.RuleBook.Shipped.Rules.Select(r => new object?[] { r.Id, r.Title, r.Policy }));

    static object?[] RiskRow(AppVerdict verdict, UsedOperation risk, Client client) =>
    [
        verdict.App, risk.Operation.Path, risk.Guarantee.EndsIn?.ToString() ?? "",
        risk.Replacement?.Operation?.Path ?? risk.Replacement?.Instead ?? "", risk.Replacement?.Since?.ToString() ?? "", client.Agent,
        client.Account, client.Requests, client.Last, risk.Operation.Id, risk.Operation.Method.Text(), risk.Operation.Level.Text(),
        risk.Guarantee.Rule.Id, risk.Guarantee.By.Text(), risk.Deprecation.Since?.ToString() ?? "", risk.Deprecation.By,
        risk.Deprecation.Disagreement,
    ];

    static string Several(IEnumerable<string> names)
    {
        List<string> all = [.. names.Select(n => n.Length == 0 ? "(none)" : n).Distinct(StringComparer.Ordinal)];
        return string.Join(", ", all.Take(3)) + (all.Count > 3 ? $" and {all.Count - 3} more" : "");
    }
}
