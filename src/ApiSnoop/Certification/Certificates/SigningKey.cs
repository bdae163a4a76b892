using System.Security.Cryptography;

namespace ApiSnoop.Certification.Certificates;

/// <summary>A key pair for certificates, ECDSA over P-256 with SHA-256, or the public half of one.</summary>
public sealed class SigningKey : IDisposable
{
    const string Curve = "1.2.840.10045.3.1.7";

    readonly ECDsa _key;

    SigningKey(ECDsa key, bool signs)
    {
        _key = key;
        Signs = signs;
    }

    /// <summary>Whether it can sign; a public key can only verify.</summary>
    public bool Signs { get; }

    /// <summary>What a bundle calls the key by: the hash of its public half.</summary>
    public string Hint => Convert.ToBase64String(SHA256.HashData(_key.ExportSubjectPublicKeyInfo()));

    /// <summary>A new key pair.</summary>
    public static SigningKey Generate() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256), signs: true);

    /// <summary>Reads a key from PEM.</summary>
    /// <param name="pem">The text.</param>
    /// <param name="name">What to call it in errors.</param>
    /// <exception cref="InvalidDataException">It is no key, of another kind, or encrypted.</exception>
    public static SigningKey Read(string pem, string name)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            if (key.ExportParameters(false).Curve.Oid.Value != Curve)
                throw new InvalidDataException(
                    $"{name} is a key of another curve. Certificates take ECDSA P-256: apisnoop certificate keygen.");
            return new(key, signs: pem.Contains("PRIVATE KEY", StringComparison.Ordinal));
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new InvalidDataException(
                $"{name} is no ECDSA P-256 key in PEM without a password ({e.Message}). Make one: apisnoop certificate keygen.", e);
        }
    }

    /// <summary>The private half as PKCS#8 in PEM.</summary>
    public string PrivatePem() => _key.ExportPkcs8PrivateKeyPem() + "\n";

    /// <summary>The public half as PEM.</summary>
    public string PublicPem() => _key.ExportSubjectPublicKeyInfoPem() + "\n";

    /// <summary>Signs, in DER.</summary>
    /// <exception cref="InvalidDataException">It is only the public half.</exception>
    public byte[] Sign(byte[] data) => Signs
        ? _key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)
        : throw new InvalidDataException("A public key cannot sign. Give the private one.");

    /// <summary>Whether a signature in DER is this key's.</summary>
    public bool Verifies(byte[] data, byte[] signature) =>
        _key.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();
}
