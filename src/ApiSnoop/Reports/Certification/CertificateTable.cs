using ApiSnoop.Certification.Certificates;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Reports.Certification;

/// <summary>Certificates as a table.</summary>
public static class CertificateTable
{
    /// <summary>A row a certificate.</summary>
    /// <param name="certificates">The certificates.</param>
    /// <param name="verified">Whether signatures were looked at.</param>
    public static Table Of(IEnumerable<KnownCertificate> certificates, bool verified) => Table.Of(
        [
            "certificate", "app", "version", "worth", "signature", "verdict", "level", "release", "holds", "issued", "changed since", "why",
        ],
        certificates.Select(c => new object?[]
        {
            Path.GetFileName(c.File), c.App, c.AppVersion, c.State.Text(), Signature(c, verified), c.Verdict, c.Level, c.Release, c.Holds,
            c.IssuedAt, string.Join(", ", c.ChangedSince), string.Join("; ", c.Reasons),
        })).OnlyWide("version", "issued", "level");

    static string Signature(KnownCertificate certificate, bool verified) => certificate.State switch
    {
        CertificateState.NotSigned => "none",
        CertificateState.Bad => "bad",
        _ => verified ? "verified" : "not looked at",
    };
}
