using ApiSnoop.Audit.Evidence;
using ApiSnoop.Audit.Inputs;
using ApiSnoop.Catalog;
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
        if (evidence.Version is { } found) return Shipped(found, evidence.Sentence);
        var newest = KubernetesCatalog.Shipped.Newest;
        var guess = $"no user agent in the log names a release, so the newest known, {newest}, is taken";
        return Shipped(newest, guess) with { Notes = [$"Release: {guess}. Give the right one with --release."] };
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
