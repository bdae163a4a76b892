using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ApiSnoop.Catalog;
using ApiSnoop.Conformance;
using ApiSnoop.Insights.Noise;

namespace ApiSnoop.Certification.Certificates;

/// <summary>Reads certificates and says what each is worth.</summary>
/// <param name="key">The key that they must be signed by; null where signatures are not looked at.</param>
/// <param name="noise">What is noise here.</param>
/// <param name="clock">Tells which releases are out.</param>
/// <param name="authority">Who must have stamped the signatures with the time; null where that is not checked.</param>
public sealed class CertificateReader(SigningKey? key, NoiseRules noise, TimeProvider clock, TimeStampTrust? authority = null)
{
    /// <summary>The longest file that is read, in bytes; a certificate of a whole cluster has some hundred thousand.</summary>
    public const int Longest = 64 << 20;

    /// <summary>Reads a certificate.</summary>
    /// <param name="path">The file.</param>
    /// <param name="evidence">The recording that it was made from, to come to the verdict again; null without.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public KnownCertificate Read(string path, CertificateEvidence? evidence = null)
    {
        if (new FileInfo(path).Length > Longest) return Bad(path, "it is longer than any certificate");
        byte[] bytes = File.ReadAllBytes(path);
        try
        {
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
            return IsStatement(text) ? Unsigned(path, bytes, evidence) : Signed(path, text, evidence);
        }
        catch (Exception e) when (e is InvalidDataException or DecoderFallbackException)
        {
            return Bad(path, e is InvalidDataException ? e.Message : "it is no text in UTF-8");
        }
    }

    KnownCertificate Signed(string path, string text, CertificateEvidence? evidence)
    {
        var bundle = Bundle.Read(text);
        if (key is not null)
        {
            if (bundle.Hint != key.Hint) return Bad(path, "it names another key than the one given");
            if (!bundle.IsSignedBy(key)) return Bad(path, "the signature is not of this key and this content");
        }

        if (bundle.ToText() != text) return Bad(path, "it was changed around what is signed");
        // A stamp that somebody took out is missed by nothing else.
        if (bundle.Stamp is null && authority is not null) return Bad(path, "it has no time stamp, so nobody says when it was signed");
        var stamp = bundle.Stamp?.Of(bundle.Signature, authority);
        var judged = Judged(path, Predicate(bundle.Payload), evidence, null);
        return judged.Predicate is null ? judged : judged with { Stamp = stamp };
    }

    KnownCertificate Unsigned(string path, byte[] statement, CertificateEvidence? evidence) =>
        Judged(path, Predicate(statement), evidence, "nobody signed it");

    KnownCertificate Judged(string path, JsonObject predicate, CertificateEvidence? evidence, string? unsigned)
    {
        var changed = Evidence.ChangedSince(predicate["evidence"], noise).ToImmutableArray();
        if (evidence?.Refutes(predicate, changed) is { } reason) return Bad(path, reason);
        var read = new KnownCertificate(path, CertificateState.InForce, [], predicate) { ChangedSince = changed };
        if (unsigned is not null) return read with { State = CertificateState.NotSigned, Reasons = [unsigned] };
        if (read.Until is { } until && IsOut(until))
            return read with { State = CertificateState.Expired, Reasons = [$"it holds until Kubernetes {until}, which is out"] };
        return read.Verdict == VerdictKind.Certified.Text() || read.Verdict == VerdictKind.Ends.Text()
            ? read
            : read with { State = CertificateState.NotCertified, Reasons = [$"what it says of the app is: {read.Verdict}"] };
    }

    /// <summary>A release is out from its day on; one without a known day when the catalog has it.</summary>
    bool IsOut(ReleaseVersion release) => ConformanceFacts.ReleaseDate(release) is { } day
        ? day <= DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)
        : release <= KubernetesCatalog.Shipped.Newest;

    static bool IsStatement(string text)
    {
        try
        {
            return JsonNode.Parse(text) is JsonObject json && json.ContainsKey("predicateType");
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return false;
        }
    }

    static JsonObject Predicate(byte[] statement)
    {
        try
        {
            var json = JsonNode.Parse(statement) as JsonObject;
            if (json?["_type"]?.GetValue<string>() != Certificate.StatementType)
                throw new InvalidDataException($"its type is not {Certificate.StatementType}");
            if (json["predicateType"]?.GetValue<string>() != Certificate.PredicateType)
                throw new InvalidDataException($"its predicate is not {Certificate.PredicateType}: give the certificate itself");
            var predicate = json["predicate"] as JsonObject ?? throw new InvalidDataException("it has no predicate");
            // Names that are needed are there, or this is no certificate.
            foreach (var name in (string[])["app", "verdict", "holds"])
                _ = predicate["verdict"]?[name]?.GetValue<string>() ?? throw new InvalidDataException($"its verdict has no {name}");
            return predicate;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException or FormatException)
        {
            throw new InvalidDataException($"it is no in-toto statement of a certificate: {e.Message}", e);
        }
    }

    static KnownCertificate Bad(string path, string reason) => new(path, CertificateState.Bad, [reason], null);
}
