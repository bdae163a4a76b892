using System.Collections.Immutable;
using ApiSnoop.Certification;
using ApiSnoop.Filtering;
using ApiSnoop.Recording;

namespace ApiSnoop.Web.Certification;

/// <summary>Verdicts on the recordings.</summary>
/// <param name="shelf">The recordings.</param>
/// <param name="answers">Verdicts that were made before.</param>
/// <param name="damage">Told of recordings that cannot be read.</param>
internal sealed class VerdictShelf(RecordingShelf shelf, AnswerCache answers, DamageLog damage)
{
    /// <summary>The apps and clusters that can be judged, by name; runs of tests are no apps.</summary>
    public IReadOnlyList<Manifest> Apps => [.. shelf.Store.Manifests().Where(m => m.Kind != RecordingKind.Run)];

    /// <summary>A recording; null where there is none.</summary>
    /// <exception cref="StoreException">It is damaged.</exception>
    public AppCoverage? Recording(string app) => shelf.Coverage(app, RecordingFilter.All);

    /// <summary>The verdict on an app; null where there is no such recording.</summary>
    /// <exception cref="StoreException">It is damaged.</exception>
    /// <exception cref="FormatException">The target is older than the app's release.</exception>
    public AppVerdict? Verdict(string app, CertificationTerms terms) => Recording(app) is { } recording
        ? answers.Get($"verdict {Key(terms)}", [app], RecordingFilter.All, () => AppVerdict.Of(recording, terms, shelf.Noise))
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
                    if (Recording(app.App) is { } recording) verdicts.Add(AppVerdict.Of(recording, terms, shelf.Noise));
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

    static string Key(CertificationTerms terms) => $"{terms.Target} {terms.Require}";
}

/// <summary>Verdicts on all apps.</summary>
/// <param name="Verdicts">The verdicts.</param>
/// <param name="Troubles">What could not be judged, and why, a sentence each.</param>
internal sealed record JudgedApps(ImmutableArray<AppVerdict> Verdicts, ImmutableArray<string> Troubles);
