using System.Collections.Immutable;
using ApiSnoop.Certification.Certificates;
using ApiSnoop.Certification.Pictures;
using ApiSnoop.Insights.Noise;
using ApiSnoop.Recording;

namespace ApiSnoop.Web.Certification;

/// <summary>The certificates and logos that the server shows. Safe for several threads.</summary>
/// <param name="store">Tells the time.</param>
/// <param name="noise">The rules that certificates are held against.</param>
/// <param name="options">Where the certificates are, and the key that they must be signed by.</param>
internal sealed class CertificateShelf(RecordingStore store, StoreNoise noise, ServerOptions options)
{
    readonly Lock _lock = new();
    (string Stamp, ImmutableArray<KnownCertificate> Certificates)? _read;

    /// <summary>Whether certificates are shown.</summary>
    public bool ShowsCertificates => options.Certificates.Length > 0;

    /// <summary>The logo of an app; null where there is none.</summary>
    public byte[]? LogoOf(string app) => Logo.Of(options.Logos, app);

    /// <summary>The certificates of the folder, by file; none where no folder is shown.</summary>
    public ImmutableArray<KnownCertificate> Certificates()
    {
        if (!ShowsCertificates) return [];
        lock (_lock)
        {
            var stamp = Stamp;
            if (_read is { } read && read.Stamp == stamp) return read.Certificates;
            using var key = options.CertificateKey is { } pem ? SigningKey.Read(pem, "the key") : null;
            using var authority = options.TimeStampAuthority is { } chain ? TimeStampTrust.Read(chain, "the authority") : null;
            // Without a key nobody vouches for what is written there.
            var certificates = CertificateFolder.Read(options.Certificates, new(key, noise.Rules, store.Clock, authority))
                .Select(c => key is null && c.State is CertificateState.InForce or CertificateState.Expired
                    ? c with { Reasons = [.. c.Reasons, "its signature was not looked at: start the server with --key"] }
                    : c).ToImmutableArray();
            _read = (stamp, certificates);
            return certificates;
        }
    }

    /// <summary>A text that changes when what is shown does.</summary>
    public string Stamp => noise.Stamp + Files(options.Certificates, "*.json") + Files(options.Logos, "*.png")
        + (ShowsCertificates ? store.Clock.GetUtcNow().UtcDateTime.Date.ToString("O", null) : "");

    static string Files(string folder, string pattern) => folder.Length == 0 || !Directory.Exists(folder) ? "" : string.Join(
        '\n', new DirectoryInfo(folder).EnumerateFiles(pattern, SearchOption.AllDirectories)
            .Select(f => $"{f.FullName} {f.Length} {f.LastWriteTimeUtc.Ticks}").Order(StringComparer.Ordinal));
}
