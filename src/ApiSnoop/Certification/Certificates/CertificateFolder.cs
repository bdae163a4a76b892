using System.Collections.Immutable;

namespace ApiSnoop.Certification.Certificates;

/// <summary>A folder of certificates.</summary>
public static class CertificateFolder
{
    /// <summary>Its certificates by file name: those that are signed, and statements that have no signed one beside them.</summary>
    /// <param name="folder">The folder; certificates in folders inside count, too.</param>
    /// <param name="reader">Says what each is worth.</param>
    public static ImmutableArray<KnownCertificate> Read(string folder, CertificateReader reader)
    {
        var signed = Files(folder, ".sigstore.json").ToHashSet(StringComparer.Ordinal);
        var alone = Files(folder, ".intoto.json").Where(f => !signed.Contains(f[..^".intoto.json".Length] + ".sigstore.json"));
        return [.. signed.Concat(alone).Order(StringComparer.Ordinal).Select(f => reader.Read(f))];
    }

    /// <summary>The short results beside a certificate are no certificates.</summary>
    static IEnumerable<string> Files(string folder, string ending) => Directory
        .EnumerateFiles(folder, "*" + ending, new EnumerationOptions { RecurseSubdirectories = true })
        .Where(f => !f.EndsWith(".test-result" + ending, StringComparison.Ordinal))
        .Where(f => !f.EndsWith(".svr" + ending, StringComparison.Ordinal));
}
