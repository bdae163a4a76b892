using System.Globalization;
using System.Text;
using ApiSnoop.Audit;
using ApiSnoop.Audit.Evidence;
using ApiSnoop.Audit.Inputs;
using ApiSnoop.Catalog;
using ApiSnoop.Matching;
using ApiSnoop.Recording;

namespace ApiSnoop.Loading;

/// <summary>The release that a load matches against, and why this one.</summary>
/// <param name="Release">The release.</param>
/// <param name="Evidence">How it was found, in a sentence.</param>
/// <param name="Notes">What the user should know of the choice.</param>
public sealed record ChosenRelease(Release Release, string Evidence, IReadOnlyList<string> Notes)
{
    /// <summary>
    /// Chooses: the user's document, the user's release, the release of the recording appended to, or the log's own word.
    /// </summary>
    internal static ChosenRelease For(LoadRequest request, IReadOnlyList<LogInput> inputs, Manifest? previous)
    {
        if (request.OwnSpec is { } own) return new(own, "the document given with --spec", []);
        if (request.Release is { } wanted) return Shipped(wanted, "given with --release");
        if (previous is not null && ReleaseVersion.TryParse(previous.Release, out var before))
            return Shipped(before, "the release of the recording appended to");
        var evidence = ReleaseEvidence.Of(inputs);
        if (evidence is { Strength: EvidenceStrength.Strong, Seen.Length: > 1 }) return OfSeveral(evidence, inputs);
        if (evidence.Version is { } found) return Shipped(found, evidence.Sentence);
        var newest = KubernetesCatalog.Shipped.Newest;
        var guess = $"no user agent in the log names a release, so the newest known, {newest}, is taken";
        return Shipped(newest, guess) with { Notes = [$"Release {newest} is a guess: give the right one with --release."] };
    }

    /// <summary>
    /// A log may go over an upgrade. Of the releases that served it the one is taken that more of its requests match; what the log's start
    /// tells has to do, as a pipe cannot be read twice.
    /// </summary>
    static ChosenRelease OfSeveral(ReleaseEvidence evidence, IReadOnlyList<LogInput> inputs)
    {
        var requests = ReleaseEvidence.RequestsIn(inputs).Counts;
        var known = evidence.Seen.Where(KubernetesCatalog.Shipped.Versions.Contains).ToList();
        if (known.Count == 0 || requests.Count == 0) return Shipped(evidence.Version!.Value, evidence.Sentence);
        var matches = known.ToDictionary(v => v, v => MatchedBy(v, requests));
        // Where they match alike, that of more events counts.
        var best = known.MaxBy(v => matches[v]);
        var words = string.Join(", ", known.Select(v => string.Create(CultureInfo.InvariantCulture, $"{v} {matches[v]:N0}")));
        var looked = string.Create(CultureInfo.InvariantCulture, $"{requests.Values.Sum():N0}");
        return Shipped(best, $"{evidence.Sentence}; more than one release served it, and of {looked} events looked at match {words}");
    }

    static long MatchedBy(ReleaseVersion version, IReadOnlyDictionary<(string Verb, string Path), long> requests)
    {
        var matcher = new OperationMatcher(KubernetesCatalog.Shipped.Load(version));
        return requests.Where(r =>
            matcher.Match(Encoding.UTF8.GetBytes(r.Key.Path), AuditVerb.Method(Encoding.UTF8.GetBytes(r.Key.Verb)), out _) >= 0)
            .Sum(r => r.Value);
    }

    static ChosenRelease Shipped(ReleaseVersion wanted, string evidence)
    {
        var catalog = KubernetesCatalog.Shipped;
        var nearest = catalog.Nearest(wanted);
        var notes = nearest == wanted ? Array.Empty<string>()
            : [$"Release {wanted} is not known here; {nearest}, the nearest one, is taken. A document of your own: --spec FILE|URL."];
        return new(catalog.Load(nearest), evidence, notes);
    }
}
