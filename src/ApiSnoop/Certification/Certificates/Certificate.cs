using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ApiSnoop.Catalog;
using ApiSnoop.Certification.Rules;
using ApiSnoop.Reports.Certification;

namespace ApiSnoop.Certification.Certificates;

/// <summary>A verdict with all that it was made from, as in-toto statements.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Subjects">What is certified; where none is named, the recording is.</param>
/// <param name="AppVersion">The version of the app; empty where it was not told.</param>
/// <param name="Evidence">The digests of what it was made from.</param>
/// <param name="IssuedAt">When.</param>
/// <param name="ToolVersion">The version of APISnoop.</param>
/// <remarks>Source of the forms: in-toto, Statement v1, and its predicates Test Result v0.1 and Simple Verification Result v0.1.</remarks>
public sealed record Certificate(
    AppVerdict Verdict, ImmutableArray<Subject> Subjects, string AppVersion, JsonObject Evidence, DateTimeOffset IssuedAt,
    string ToolVersion)
{
    /// <summary>The type of the full verdict.</summary>
    public const string PredicateType = "https://apisnoop.cncf.io/attestation/certification/v1";

    /// <summary>The type of the short result that policy engines read.</summary>
    public const string TestResultType = "https://in-toto.io/attestation/test-result/v0.1";

    /// <summary>The type of the shorter one.</summary>
    public const string SummaryType = "https://in-toto.io/attestation/svr/v0.1";

    /// <summary>The type of every statement.</summary>
    public const string StatementType = "https://in-toto.io/Statement/v1";

    /// <summary>The full verdict as predicate: whoever has the recording can come to it again.</summary>
    public JsonObject Predicate() => new()
    {
        ["tool"] = new JsonObject { ["name"] = "apisnoop", ["version"] = ToolVersion },
        ["issuedAt"] = Time,
        ["appVersion"] = AppVersion,
        ["evidence"] = Evidence.DeepClone(),
        ["verdict"] = VerdictJson.Of(Verdict),
    };

    /// <summary>The statement of the full verdict.</summary>
    public byte[] Statement() => Statement(PredicateType, Predicate());

    /// <summary>The statement of the short result: the numbers of the rules that were kept and broken.</summary>
    public byte[] TestResult()
    {
        var broken = Verdict.Findings.Select(f => f.Rule).Distinct().ToHashSet(StringComparer.Ordinal);
        if (Verdict.Problem is not null) broken.Add("AS-015");
        var rules = RuleBook.Shipped.Rules.Where(r => r.ExitCode is not null).Select(r => r.Id).ToList();
        return Statement(TestResultType, new JsonObject
        {
            ["result"] = Verdict.Kind switch { VerdictKind.Certified => "PASSED", VerdictKind.Ends => "WARNED", _ => "FAILED" },
            ["configuration"] = new JsonArray(
                Described("rules", Evidence["rules"]), Described("recording", Evidence["recording"]),
                Described("operations.tsv", Evidence["facts"]?["operations.tsv"])),
            ["passedTests"] = Ids(rules.Where(r => !broken.Contains(r))),
            ["warnedTests"] = Ids(rules.Where(r => broken.Contains(r) && r == "AS-011")),
            ["failedTests"] = Ids(rules.Where(r => broken.Contains(r) && r != "AS-011")),
        });
    }

    /// <summary>The statement of what holds, as words for policy engines.</summary>
    public byte[] Summary() => Statement(SummaryType, new JsonObject
    {
        ["verifier"] = new JsonObject { ["id"] = $"https://apisnoop.cncf.io/certify/v{ToolVersion}" },
        ["timeCreated"] = Time,
        ["properties"] = Ids(Properties()),
    });

    IEnumerable<string> Properties()
    {
        var target = Verdict.Target?.ToString().Replace('.', '_');
        if (Verdict.Kind == VerdictKind.Certified) yield return $"APISNOOP_CERTIFIED_{target}";
        if (Verdict.Problem is not null || Verdict.Level is not { } level) yield break;
        yield return $"APISNOOP_LEVEL_{level.Text().ToUpperInvariant()}";
        if (level == Level.Stable) yield return $"APISNOOP_GA_ONLY_{target}";
        if (Verdict.Until is null) yield return "APISNOOP_HOLDS_EVERY_1_X";
    }

    string Time => IssuedAt.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    byte[] Statement(string type, JsonObject predicate) => Encoding.UTF8.GetBytes(JsonYaml.Json(new JsonObject
    {
        ["_type"] = StatementType,
        ["subject"] = new JsonArray([.. Subjected().Select(s => new JsonObject
        {
            ["name"] = s.Name, ["digest"] = new JsonObject { ["sha256"] = s.Sha256 },
        })]),
        ["predicateType"] = type,
        ["predicate"] = predicate,
    }) + "\n");

    ImmutableArray<Subject> Subjected() => Subjects.IsEmpty
        ? [new($"{Verdict.App} (recording)", Certificates.Evidence.Sha256(Evidence["recording"])!)]
        : Subjects;

    static JsonObject Described(string name, JsonNode? digest) => new()
    {
        ["name"] = name,
        ["digest"] = new JsonObject { ["sha256"] = Certificates.Evidence.Sha256(digest) },
    };

    static JsonArray Ids(IEnumerable<string> ids) => [.. ids.Select(i => (JsonNode)i)];
}
