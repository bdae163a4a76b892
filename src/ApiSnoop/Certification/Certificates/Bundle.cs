using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ApiSnoop.Certification.Certificates;

/// <summary>A signed statement in a Sigstore bundle.</summary>
/// <param name="Payload">The statement as it was signed.</param>
/// <param name="Signature">The signature, in DER.</param>
/// <param name="Hint">What the key is called by.</param>
/// <remarks>
/// Source: the bundle format of Sigstore, version 0.3, with a public key's hint, one DSSE signature and at most one time stamp of it.
/// </remarks>
public sealed record Bundle(byte[] Payload, byte[] Signature, string Hint)
{
    /// <summary>The type of the bundle.</summary>
    public const string MediaType = "application/vnd.dev.sigstore.bundle.v0.3+json";

    static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    /// <summary>The word of an authority for when it was signed; null without.</summary>
    public TimeStamp? Stamp { get; init; }

    /// <summary>Signs a statement.</summary>
    /// <param name="payload">The statement.</param>
    /// <param name="key">The key to sign with.</param>
    /// <param name="authority">Who stamps the signature with the time; null for no stamp.</param>
    /// <exception cref="InvalidDataException">The key cannot sign.</exception>
    public static Bundle Sign(byte[] payload, SigningKey key, ITimeStampAuthority? authority = null)
    {
        var signature = key.Sign(Dsse.Encode(Dsse.InToto, payload));
        return new(payload, signature, key.Hint) { Stamp = authority?.Stamp(signature) };
    }

    /// <summary>Whether a key signed it.</summary>
    public bool IsSignedBy(SigningKey key) => key.Verifies(Dsse.Encode(Dsse.InToto, Payload), Signature);

    /// <summary>The bundle as text. There is one way to write a bundle, so that no change goes unseen.</summary>
    public string ToText() => new JsonObject
    {
        ["mediaType"] = MediaType,
        ["verificationMaterial"] = new JsonObject
        {
            ["publicKey"] = new JsonObject { ["hint"] = Hint },
            ["tlogEntries"] = new JsonArray(),
            ["timestampVerificationData"] = new JsonObject { ["rfc3161Timestamps"] = Stamps() },
        },
        ["dsseEnvelope"] = new JsonObject
        {
            ["payload"] = Convert.ToBase64String(Payload),
            ["payloadType"] = Dsse.InToto,
            ["signatures"] = new JsonArray(new JsonObject { ["sig"] = Convert.ToBase64String(Signature), ["keyid"] = "" }),
        },
    }.ToJsonString(s_plain) + "\n";

    /// <summary>Reads a bundle.</summary>
    /// <exception cref="InvalidDataException">It is none; the message says why.</exception>
    public static Bundle Read(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var root = json.RootElement;
            Demand(Text(root, "mediaType") == MediaType, $"its type is not {MediaType}");
            var envelope = root.GetProperty("dsseEnvelope");
            Demand(Text(envelope, "payloadType") == Dsse.InToto, $"what it holds is not {Dsse.InToto}");
            var signatures = envelope.GetProperty("signatures");
            Demand(signatures.GetArrayLength() == 1, "it must have one signature");
            var material = root.GetProperty("verificationMaterial");
            var stamps = material.GetProperty("timestampVerificationData").GetProperty("rfc3161Timestamps");
            Demand(stamps.GetArrayLength() < 2, "it must have one time stamp at most");
            return new(
                envelope.GetProperty("payload").GetBytesFromBase64(), signatures[0].GetProperty("sig").GetBytesFromBase64(),
                Text(material.GetProperty("publicKey"), "hint"))
            {
                Stamp = stamps.GetArrayLength() == 0 ? null : TimeStamp.Read(stamps[0].GetProperty("signedTimestamp").GetBytesFromBase64()),
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"it is no Sigstore bundle, or it was cut off: {e.Message}", e);
        }
    }

    JsonArray Stamps() => Stamp is null
        ? []
        : new(new JsonObject { ["signedTimestamp"] = Convert.ToBase64String(Stamp.ToBytes()) });

    static string Text(JsonElement json, string name) => json.GetProperty(name).GetString() ?? "";

    static void Demand(bool holds, string otherwise)
    {
        if (!holds) throw new InvalidDataException($"it is no bundle that can be read here: {otherwise}");
    }
}
