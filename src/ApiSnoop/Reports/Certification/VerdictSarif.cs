using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ApiSnoop.Certification;
using ApiSnoop.Certification.Rules;
using ApiSnoop.Insights;

namespace ApiSnoop.Reports.Certification;

/// <summary>Verdicts as SARIF 2.1.0: a result for each finding and client, with fingerprints that stay the same from run to run.</summary>
/// <remarks>Source of the limit: GitHub takes 25,000 results of a run.</remarks>
public static class VerdictSarif
{
    const int MostResults = 25_000;

    /// <summary>The report.</summary>
    /// <param name="verdicts">The verdicts.</param>
    /// <param name="file">The file in the repository that results point at; null for the certificate of each app.</param>
    /// <param name="toolVersion">The version of APISnoop.</param>
    public static JsonObject Of(IEnumerable<AppVerdict> verdicts, string? file, string toolVersion) => new()
    {
        ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
        ["version"] = "2.1.0",
        ["runs"] = new JsonArray(new JsonObject
        {
            ["tool"] = new JsonObject
            {
                ["driver"] = new JsonObject
                {
                    ["name"] = "APISnoop",
                    ["informationUri"] = "https://github.com/cncf/apisnoop",
                    ["semanticVersion"] = toolVersion,
                    ["rules"] = new JsonArray([.. RuleBook.Shipped.Rules.Select(Rule)]),
                },
            },
            ["results"] = new JsonArray(
                [.. verdicts.SelectMany(v => Results(v, file ?? CertificateNames.Bundle(v.App))).Take(MostResults)]),
        }),
    };

    static JsonObject Rule(Rule rule) => new()
    {
        ["id"] = rule.Id,
        ["name"] = string.Concat(Path.GetFileNameWithoutExtension(rule.Page).Split('-').Skip(2).Select(Capital)),
        ["shortDescription"] = new JsonObject { ["text"] = rule.Title + "." },
        ["help"] = new JsonObject { ["text"] = $"Rests on: {rule.Policy}.", ["markdown"] = $"{rule.Prose}\n" },
        ["fullDescription"] = new JsonObject { ["text"] = rule.Prose.ReplaceLineEndings(" ") },
    };

    static IEnumerable<JsonObject> Results(AppVerdict verdict, string file) =>
        from finding in verdict.Findings
        from client in CertificationWords.Clients(verdict, finding)
            .GroupBy(c => (Program: Caller.Program(c.Agent), c.Account)).OrderByDescending(g => g.Sum(c => c.Requests))
        select Result(verdict, finding, client.Key.Program, client.Key.Account, client.Sum(c => c.Requests), file);

    static JsonObject Result(AppVerdict verdict, Finding finding, string program, string account, long requests, string file) => new()
    {
        ["ruleId"] = finding.Rule,
        ["ruleIndex"] = RuleBook.Shipped.Rules.IndexOf(RuleBook.Shipped[finding.Rule]),
        ["level"] = finding.Kind == VerdictKind.Ends ? "warning" : "error",
        ["message"] = new JsonObject
        {
            ["text"] = $"{verdict.App}: {finding.Name}: {finding.Message}. {requests} request{(requests == 1 ? "" : "s")} "
                + $"by {Name(program)} ({Name(account)}).",
        },
        ["locations"] = new JsonArray(new JsonObject
        {
            ["physicalLocation"] = new JsonObject
            {
                ["artifactLocation"] = new JsonObject { ["uri"] = string.Join('/', file.Split('/').Select(Uri.EscapeDataString)) },
                ["region"] = new JsonObject { ["startLine"] = 1 },
            },
            ["logicalLocations"] = new JsonArray(new JsonObject { ["fullyQualifiedName"] = finding.Name, ["kind"] = "resource" }),
        }),
        ["partialFingerprints"] = new JsonObject { ["operationAndClient/v1"] = Fingerprint(verdict.App, finding, program, account) },
    };

    /// <summary>A program's version is no part of it: an update must not open the alert anew.</summary>
    static string Fingerprint(string app, Finding finding, string program, string account) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', app, finding.Rule, finding.Name, program.Split('/')[0], account))));

    static string Name(string text) => text.Length == 0 ? "(none)" : text;

    static string Capital(string word) => word.Length == 0 ? "" : char.ToUpperInvariant(word[0]) + word[1..];
}
