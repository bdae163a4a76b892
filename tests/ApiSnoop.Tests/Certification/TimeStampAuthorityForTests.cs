using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using ApiSnoop.Certification.Certificates;

namespace ApiSnoop.Tests.Certification;

/// <summary>A time-stamp authority with a root of its own, as RFC 3161 wants it. For tests only.</summary>
sealed class TimeStampAuthorityForTests : ITimeStampAuthority, IDisposable
{
    public const string Stamping = "1.3.6.1.5.5.7.3.8";

    readonly ECDsa _rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    readonly X509Certificate2 _root;
    readonly X509Certificate2 _signer;

    /// <summary>Makes one whose certificate is good from a day before until a day after a time.</summary>
    public TimeStampAuthorityForTests(DateTimeOffset now, string purpose = Stamping)
    {
        Now = now;
        var root = new CertificateRequest("CN=root of the tests", _rootKey, HashAlgorithmName.SHA256);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        _root = root.CreateSelfSigned(now.AddDays(-2), now.AddDays(2));
        var signer = new CertificateRequest("CN=clock of the tests", _key, HashAlgorithmName.SHA256);
        signer.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        signer.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        signer.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(new OidCollection { new(purpose) }, critical: true));
        using var certificate = signer.Create(_root, now.AddDays(-1), now.AddDays(1), [1, 2, 3]);
        _signer = certificate.CopyWithPrivateKey(_key);
    }

    /// <summary>The time that it stamps.</summary>
    public DateTimeOffset Now { get; set; }

    /// <summary>Whether stamps hold the certificate that they were signed with.</summary>
    public bool ShowsItself { get; set; } = true;

    public string RootPem => _root.ExportCertificatePem() + "\n";

    public string SignerPem => _signer.ExportCertificatePem() + "\n";

    public TimeStamp Stamp(byte[] signature) => TimeStamp.Read(AnswerTo(signature));

    /// <summary>The answer of which a stamp is made, in DER.</summary>
    public byte[] AnswerTo(byte[] signature) => Answer(
        Rfc3161TimestampRequest.CreateFromData(signature, HashAlgorithmName.SHA256, requestSignerCertificates: ShowsItself).Encode());

    /// <summary>The answer to a question, both in DER.</summary>
    public byte[] Answer(byte[] query)
    {
        Rfc3161TimestampRequest.TryDecode(query, out var asked, out _).ShouldBeTrue();
        var said = new Rfc3161TimestampTokenInfo(
            new Oid("1.2.3.4.1"), asked!.HashAlgorithmId, asked.GetMessageHash(), new byte[] { 7 }, Now, nonce: asked.GetNonce());
        var signed = new SignedCms(new ContentInfo(new Oid("1.2.840.113549.1.9.16.1.4"), said.Encode()));
        var signer = new CmsSigner(_signer)
        {
            DigestAlgorithm = new Oid("2.16.840.1.101.3.4.2.1"),
            IncludeOption = asked.RequestSignerCertificate ? X509IncludeOption.EndCertOnly : X509IncludeOption.None,
        };
        signer.SignedAttributes.Add(new AsnEncodedData(new Oid("1.2.840.113549.1.9.16.2.47"), SigningCertificate()));
        signed.ComputeSignature(signer);
        return Wrapped(0, signed.Encode());
    }

    /// <summary>An answer that says no.</summary>
    public static byte[] Refusal() => Wrapped(2, null);

    public void Dispose()
    {
        _signer.Dispose();
        _root.Dispose();
        _key.Dispose();
        _rootKey.Dispose();
    }

    static byte[] Wrapped(int status, byte[]? stamp)
    {
        var to = new AsnWriter(AsnEncodingRules.DER);
        using (to.PushSequence())
        {
            using (to.PushSequence()) to.WriteInteger(status);
            if (stamp is not null) to.WriteEncodedValue(stamp);
        }

        return to.Encode();
    }

    /// <summary>Which certificate it was signed with: RFC 5035, SigningCertificateV2 with one hash by SHA-256.</summary>
    byte[] SigningCertificate()
    {
        var to = new AsnWriter(AsnEncodingRules.DER);
        using (to.PushSequence())
        using (to.PushSequence())
        using (to.PushSequence())
            to.WriteOctetString(SHA256.HashData(_signer.RawData));
        return to.Encode();
    }
}
