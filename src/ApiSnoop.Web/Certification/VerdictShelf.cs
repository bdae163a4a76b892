using System.Collections.Immutable;
using ApiSnoop.Certification;
using ApiSnoop.Certification.Certificates;
using ApiSnoop.Certification.Pictures;
using ApiSnoop.Filtering;
using ApiSnoop.Insights.Noise;
using ApiSnoop.Recording;

namespace ApiSnoop.Web.Certification;

/// <summary>Verdicts on the recordings, and the certificates that the server shows. Safe for several threads.</summary>
/// <param name="shelf">The recordings.</param>
/// <param name="answers">Verdicts that were made before.</param>
/// <param name="damage">Told of recordings that cannot be read.</param>
/// <param name="options">Where the certificates are, and the key that they must be signed by.</param>
internal sealed class VerdictShelf(RecordingShelf shelf, AnswerCache answers, ServerOptions options, DamageLog damage)
{
    readonly Lock _lock = new();
    (string Stamp, ImmutableArray<KnownCertificate> Certificates)? _read;

    /// <summary>Whether certificates are shown.</summary>
    public bool ShowsCertificates => options.Certificates.Length > 0;

    /// <summary>The apps and clusters that can be judged, by name; runs of tests are no apps.</summary>
    public IReadOnlyList<Manifest> Apps => [.. shelf.Store.Manifests().Where(m => m.Kind != RecordingKind.Run)];

    /// <summary>A recording; null where there is none.</summary>
    /// <exception cref="StoreException">It is damaged.</exception>
    public AppCoverage? Recording(string app) => shelf.Coverage(app, RecordingFilter.All);

    /// <summary>The verdict on an app; null where there is no such recording.</summary>
    /// <exception cref="StoreException">It is damaged.</exception>
    /// <exception cref="FormatException">The target is older than the app's release.</exception>
    public AppVerdict? Verdict(string app, CertificationTerms terms) => Recording(app) is { } recording
        ? answers.Get($"verdict {Key(terms)}", [app], RecordingFilter.All, () => AppVerdict.Of(recording, terms, Noise))
        : null;

    /// <summary>The verdicts on all apps, kept as one answer however many there are.</summary>
    public JudgedApps All(CertificationTerms terms) =>
        answers.Get($"verdicts {Key(terms)}", [], RecordingFilter.All, () =>
        {
            var verdicts = ImmutableArray.CreateBuilder<AppVerdict>();
            var troubles = ImmutableArray.CreateBuilder<string>();
            foreach (var app in Apps)
            {
                try
                {
                    if (Recording(app.App) is { } recording) verdicts.Add(AppVerdict.Of(recording, terms, Noise));
                }
                catch (FormatException e)
                {
                    troubles.Add($"{app.App}: {e.Message}");
                }
                catch (StoreException e)
                {
                    damage.Say(e.Message);
                    troubles.Add(e.Message);
                }
            }

            return new JudgedApps(verdicts.ToImmutable(), troubles.ToImmutable());
        });

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
            var certificates = CertificateFolder.Read(options.Certificates, new(key, Noise, shelf.Store.Clock, authority))
                .Select(c => key is null && c.State is CertificateState.InForce or CertificateState.Expired
                    ? c with { Reasons = [.. c.Reasons, "its signature was not looked at: start the server with --key"] }
                    : c).ToImmutableArray();
            _read = (stamp, certificates);
            return certificates;
        }
    }

    /// <summary>A text that changes when what is shown does, but for the recordings.</summary>
    public string Stamp => NoiseStamp + Files(options.Certificates, "*.json") + Files(options.Logos, "*.png")
        + (ShowsCertificates ? shelf.Store.Clock.GetUtcNow().UtcDateTime.Date.ToString("O", null) : "");

    static string Files(string folder, string pattern) => folder.Length == 0 || !Directory.Exists(folder) ? "" : string.Join(
        '\n', new DirectoryInfo(folder).EnumerateFiles(pattern, SearchOption.AllDirectories)
            .Select(f => $"{f.FullName} {f.Length} {f.LastWriteTimeUtc.Ticks}").Order(StringComparer.Ordinal));

    string Key(CertificationTerms terms) => $"{terms.Target} {terms.Require} {NoiseStamp}";

    NoiseRules Noise => NoiseRules.InForce(shelf.Store.Location);

    string NoiseStamp
    {
        get
        {
            var file = new FileInfo(Path.Combine(shelf.Store.Location, NoiseRules.FileName));
            return file.Exists ? $"{file.Length} {file.LastWriteTimeUtc.Ticks}" : "";
        }
    }
}

/// <summary>Verdicts on all apps.</summary>
/// <param name="Verdicts">The verdicts.</param>
/// <param name="Troubles">What could not be judged, and why, a sentence each.</param>
internal sealed record JudgedApps(ImmutableArray<AppVerdict> Verdicts, ImmutableArray<string> Troubles);
