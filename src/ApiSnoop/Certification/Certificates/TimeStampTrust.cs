using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ApiSnoop.Certification.Certificates;

/// <summary>An authority whose time stamps are believed: its certificates down to the root.</summary>
public sealed class TimeStampTrust : IDisposable
{
    // Source: RFC 3161, 2.3, the purpose that the certificate of an authority must have.
    const string Stamping = "1.3.6.1.5.5.7.3.8";

    TimeStampTrust(X509Certificate2Collection certificates) => Certificates = certificates;

    /// <summary>Its certificates.</summary>
    public X509Certificate2Collection Certificates { get; }

    /// <summary>Reads certificates from PEM, in any order.</summary>
    /// <param name="pem">The text.</param>
    /// <param name="name">What to call it in errors.</param>
    /// <exception cref="InvalidDataException">There is none that can be read, or none that is a root.</exception>
    public static TimeStampTrust Read(string pem, string name)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(pem);
        }
        catch (CryptographicException e)
        {
            throw new InvalidDataException($"{name} holds a certificate that cannot be read: {e.Message}", e);
        }

        return certificates.Any(IsRoot)
            ? new(certificates)
            : throw new InvalidDataException(
                $"{name} holds no root certificate in PEM. Give all certificates of the authority, down to its root.");
    }

    /// <summary>Why a certificate is not of this authority; null where it is.</summary>
    /// <param name="signer">The certificate that a stamp was signed with.</param>
    /// <param name="beside">Certificates that may stand between it and the root.</param>
    /// <param name="time">When it was used: what has run out since was good then.</param>
    public string? Refutes(X509Certificate2 signer, X509Certificate2Collection beside, DateTimeOffset time)
    {
        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        foreach (var certificate in Certificates) (IsRoot(certificate) ? policy.CustomTrustStore : policy.ExtraStore).Add(certificate);
        policy.ExtraStore.AddRange(beside);
        policy.ApplicationPolicy.Add(new Oid(Stamping));
        policy.VerificationTime = time.UtcDateTime;
        // A certificate is verified where there may be no network, and verifying tells nobody of it.
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.DisableCertificateDownloads = true;
        return chain.Build(signer)
            ? null
            : string.Join(", ", chain.ChainStatus.Select(s => s.StatusInformation.Trim().TrimEnd('.')).Distinct());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var certificate in Certificates) certificate.Dispose();
    }

    static bool IsRoot(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);
}
