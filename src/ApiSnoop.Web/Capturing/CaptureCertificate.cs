using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ApiSnoop.Capturing;
using ApiSnoop.Recording.Store;

namespace ApiSnoop.Web.Capturing;

/// <summary>
/// The certificate that a capture shows: one's own, or one that is made on first use and made again when it lacks a name. One's own is
/// read again when its file changes, as certificates are renewed while servers run.
/// </summary>
sealed class CaptureCertificate
{
    static readonly TimeSpan s_lifetime = TimeSpan.FromDays(3650), s_left = TimeSpan.FromDays(30);

    readonly string _file, _key;
    readonly Lock _lock = new();
    X509Certificate2 _certificate;
    DateTime _written;

    CaptureCertificate(string file, string key)
    {
        (_file, _key) = (file, key);
        (_certificate, _written) = (Read(file, key), File.GetLastWriteTimeUtc(file));
    }

    /// <summary>The certificate as it is now.</summary>
    public X509Certificate2 Current
    {
        get
        {
            lock (_lock)
            {
                if (File.Exists(_file) && File.GetLastWriteTimeUtc(_file) is var written && written != _written) Renew(written);
                return _certificate;
            }
        }
    }

    /// <summary>What a client must trust, as PEM: the last certificate in the file, which is above the others.</summary>
    public string Authority
    {
        get
        {
            var all = new X509Certificate2Collection();
            all.ImportFromPemFile(_file);
            return all[^1].ExportCertificatePem();
        }
    }

    /// <summary>One's own.</summary>
    /// <exception cref="CaptureException">It cannot be used.</exception>
    public static CaptureCertificate Own(string file, string? key)
    {
        try
        {
            return new(file, key ?? file);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new CaptureException($"The certificate {file} cannot be used: {e.Message} Give it and its key as PEM.");
        }
    }

    /// <summary>The one in a folder, made now if it is not there, will end soon or lacks a name.</summary>
    public static CaptureCertificate Made(string folder, IReadOnlyList<string> names, DateTimeOffset now)
    {
        var (file, key) = (Path.Combine(folder, "certificate.pem"), Path.Combine(folder, "key.pem"));
        if (!File.Exists(file) || !File.Exists(key) || !Serves(file, key, names, now)) Make(file, key, names, now);
        return new(file, key);
    }

    static bool Serves(string file, string key, IReadOnlyList<string> names, DateTimeOffset now)
    {
        try
        {
            using var certificate = Read(file, key);
            return certificate.NotAfter.ToUniversalTime() > (now + s_left).UtcDateTime
                && names.All(n => certificate.MatchesHostname(n, allowWildcards: false, allowCommonName: false));
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    static void Make(string file, string key, IReadOnlyList<string> names, DateTimeOffset now)
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=APISnoop capture", pair, HashAlgorithmName.SHA256);
        var known = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address)) known.AddIpAddress(address);
            else known.AddDnsName(name);
        }

        request.CertificateExtensions.Add(known.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1", "server")], critical: false));
        // It begins a day ago, as clocks of nodes differ.
        using var certificate = request.CreateSelfSigned(now - TimeSpan.FromDays(1), now + s_lifetime);
        WholeFile.Replace(key, Encoding.ASCII.GetBytes(pair.ExportPkcs8PrivateKeyPem()));
        WholeFile.Replace(file, Encoding.ASCII.GetBytes(certificate.ExportCertificatePem() + "\n"));
    }

    void Renew(DateTime written)
    {
        try
        {
            (_certificate, _written) = (Read(_file, _key), written);
        }
        catch (Exception e) when (e is CryptographicException or IOException)
        {
            // The new one is being written, or its key is still to come.
        }
    }

    static X509Certificate2 Read(string file, string key) => X509Certificate2.CreateFromPemFile(file, key);
}
