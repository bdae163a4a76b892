using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ApiSnoop.Catalog.Facts;
using ApiSnoop.Certification.Rules;
using ApiSnoop.Insights.Noise;
using ApiSnoop.Recording;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Certification.Certificates;

/// <summary>The digests of all that a verdict was made from.</summary>
public static class Evidence
{
    static readonly string[] s_facts = ["operations.tsv", "sources.tsv", "moves.tsv", "deprecated.tsv", "releases.tsv"];

    /// <summary>The digests.</summary>
    /// <param name="recording">The facts of the recording.</param>
    /// <param name="cube">Its counts.</param>
    /// <param name="noise">What is noise.</param>
    /// <param name="auditPolicy">The SHA-256 of the audit policy that the log was made under, in hex; null where it was not given.</param>
    public static JsonObject Of(Manifest recording, Cube cube, NoiseRules noise, string? auditPolicy)
    {
        var evidence = new JsonObject
        {
            ["recording"] = Digest(RecordingDigest.Of(cube), ("requests", recording.Requests), ("release", recording.Release)),
            ["logs"] = new JsonArray([.. recording.Sources.Select(s =>
                Digest(s.Sha256, ("name", Path.GetFileName(s.Name)), ("bytes", s.Bytes), ("events", s.Events), ("filters", s.Filters)))]),
            ["rules"] = Digest(RuleBook.Shipped.Sha256),
            ["noise"] = Digest(HashOf(noise)),
            ["facts"] = new JsonObject([.. s_facts.Select(f => KeyValuePair.Create(f, (JsonNode?)Digest(HashOf(ShippedFacts.Read(f)))))]),
        };
        if (auditPolicy is not null) evidence["auditPolicy"] = Digest(auditPolicy);
        return evidence;
    }

    /// <summary>Which facts and rules of a certificate are not those of this APISnoop, in words.</summary>
    /// <param name="evidence">The digests of the certificate.</param>
    /// <param name="noise">What is noise here.</param>
    public static IEnumerable<string> ChangedSince(JsonNode? evidence, NoiseRules noise)
    {
        if (Sha256(evidence?["rules"]) != RuleBook.Shipped.Sha256) yield return "rules";
        if (Sha256(evidence?["noise"]) != HashOf(noise)) yield return "noise";
        foreach (var file in s_facts)
            if (Sha256(evidence?["facts"]?[file]) != HashOf(ShippedFacts.Read(file)))
                yield return $"facts ({file})";
    }

    /// <summary>The digest that stands under something; null where none does.</summary>
    public static string? Sha256(JsonNode? node) => (node as JsonObject)?["sha256"]?.GetValue<string>();

    static JsonObject Digest(string sha256, params (string Name, JsonNode? Value)[] more)
    {
        var json = new JsonObject { ["sha256"] = sha256 };
        foreach (var (name, value) in more) json[name] = value;
        return json;
    }

    static string HashOf(NoiseRules noise)
    {
        var text = new StringWriter { NewLine = "\n" };
        TableWriter.Write(noise.ToTable().Without("from"), TableFormat.Csv, text);
        return HashOf(Encoding.UTF8.GetBytes(text.ToString()));
    }

    static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
