using System.Collections.Immutable;
using ApiSnoop.Insights.Noise;
using ApiSnoop.Recording;
using ApiSnoop.Reports.Clusters;
using ApiSnoop.Reports.Conformance;
using ApiSnoop.Reports.Usage;
using ApiSnoop.Web.Certification;

namespace ApiSnoop.Web.Keeping;

/// <summary>What one look finds of all that pages are made from.</summary>
/// <param name="Recordings">The recordings, by app.</param>
/// <param name="Others">What else there is, as a text that changes with it: what is damaged, and what was imported.</param>
internal sealed record StoreMarks(ImmutableArray<RecordingMark> Recordings, string Others)
{
    /// <summary>Looks.</summary>
    public static StoreMarks Of(RecordingStore store, StoreNoise noise, ConformanceShelf conformance, CertificateShelf certificates)
    {
        var listing = store.List();
        return new(
            [.. listing.Manifests.Select(m => new RecordingMark(m.App, m.Kind, m.CubeFile))],
            string.Join('\n', [.. listing.Damaged.Select(d => $"{d.Folder} {d.Reason}"), CoverageSheetFile.Stamp(store), noise.Stamp,
                conformance.Stamp, certificates.Stamp]));
    }

    /// <summary>A text that changes with any of it.</summary>
    public string All => Text(_ => true);

    /// <summary>
    /// A text that changes when a page about one recording does: with that recording and with the runs, which tell what is tested, and
    /// with the names and kinds of all others.
    /// </summary>
    /// <param name="app">The recording, or a name that stands for several.</param>
    public string About(string app) => Text(r => NamedRecordings.Fits(app, r.App) || r.Kind == RecordingKind.Run);

    /// <summary>How many recordings were put in force since; what else may have changed counts as one.</summary>
    public int ChangesSince(StoreMarks before) => Math.Max(Recordings.Except(before.Recordings).Count(), 1);

    string Text(Predicate<RecordingMark> whole) => string.Join(
        '\n', Recordings.Select(r => $"{r.App}\0{r.Kind}\0{(whole(r) ? r.CubeFile : "")}")) + "\n\0" + Others;
}

/// <summary>What tells a recording from the one that a load puts in its place.</summary>
/// <param name="App">The app.</param>
/// <param name="Kind">What it is of.</param>
/// <param name="CubeFile">A name that is never used twice.</param>
internal readonly record struct RecordingMark(string App, RecordingKind Kind, string CubeFile);
