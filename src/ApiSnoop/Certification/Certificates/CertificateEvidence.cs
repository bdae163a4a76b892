using System.Collections.Immutable;
using System.Text.Json.Nodes;
using ApiSnoop.Catalog;
using ApiSnoop.Insights.Noise;
using ApiSnoop.Reports;
using ApiSnoop.Reports.Certification;

namespace ApiSnoop.Certification.Certificates;

/// <summary>A recording that a certificate is held against.</summary>
/// <param name="App">The recording.</param>
/// <param name="Noise">What is noise.</param>
public sealed record CertificateEvidence(AppCoverage App, NoiseRules Noise)
{
    /// <summary>Why a certificate does not follow from the recording; null where it does.</summary>
    /// <param name="predicate">What the certificate says.</param>
    /// <param name="changed">What of the facts and rules changed since.</param>
    public string? Refutes(JsonObject predicate, ImmutableArray<string> changed)
    {
        var evidence = predicate["evidence"];
        if (Evidence.Sha256(evidence?["recording"]) != RecordingDigest.Of(App.Cube))
            return "the recording is not the one that it was made from";
        var logs = (evidence?["logs"] as JsonArray ?? []).Select(Evidence.Sha256);
        if (!logs.SequenceEqual(App.Manifest.Sources.Select(s => s.Sha256)))
            return "the recording was not made from the logs that it names";
        if (!changed.IsEmpty)
            return $"it was judged by other {string.Join(", ", changed)} than this APISnoop has: the verdict cannot be come to again";
        try
        {
            var again = VerdictJson.Of(AppVerdict.Of(App, TermsOf(predicate["verdict"]?["terms"]), Noise));
            // The name of a recording is its user's.
            again["app"] = predicate["verdict"]!["app"]!.DeepClone();
            return JsonNode.DeepEquals(again, predicate["verdict"])
                ? null
                : $"the verdict does not follow from the recording: {FirstOf(again, predicate)}";
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            return $"what it was judged by cannot be read: {e.Message}";
        }
    }

    static string FirstOf(JsonObject again, JsonObject predicate)
    {
        var said = predicate["verdict"]!.AsObject();
        var name = again.Select(m => m.Key).FirstOrDefault(n => !JsonNode.DeepEquals(again[n], said[n]));
        return name is null ? "there is more in it than should be" : $"{name} is another";
    }

    static CertificationTerms TermsOf(JsonNode? json) => new()
    {
        Release = ReleaseVersion.TryParse(json?["release"]?.GetValue<string>(), out var release) ? release : null,
        Target = json?["target"]?.GetValue<string>() ?? throw new FormatException("it names no target"),
        Require = json["require"]?.GetValue<string>() switch
        {
            "stable" => Level.Stable,
            "beta" => Level.Beta,
            "alpha" => Level.Alpha,
            var other => throw new FormatException($"'{other}' is no level"),
        },
        Ignore = [.. (json["ignore"] as JsonArray ?? []).Select(i => IgnoreTerm.Parse(i?.GetValue<string>() ?? ""))],
        MinRequests = json["minRequests"]?.GetValue<long>() ?? 0,
        MinSpan = TimeSpan.FromSeconds(json["minSpanSeconds"]?.GetValue<long>() ?? 0),
    };
}
