using ApiSnoop.Audit;
using ApiSnoop.Audit.Inputs;
using ApiSnoop.Catalog;
using ApiSnoop.Catalog.Facts;
using ApiSnoop.Loading.Requests;
using ApiSnoop.Recording;
using ApiSnoop.Recording.Counts;
using ApiSnoop.Recording.Rows;
using ApiSnoop.Recording.Store;

namespace ApiSnoop.Loading.Shares;

/// <summary>Puts the shares of a load together as the app's recording: what one load of all streams would have made.</summary>
public static class ShareCommit
{
    /// <summary>Puts them together. The app's old recording stays in force until this returns, and if it throws.</summary>
    /// <param name="app">The app.</param>
    /// <param name="of">How many shares there are to be.</param>
    /// <param name="store">Where they are.</param>
    /// <param name="cancelled">Stops it.</param>
    /// <returns>The recording's facts.</returns>
    /// <exception cref="MissingSharesException">Some shares are not there.</exception>
    /// <exception cref="StoreException">A share is of another load than the others, is being loaded, or is damaged.</exception>
    /// <exception cref="LogInputException">There is no event in any share.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static Manifest Run(string app, int of, RecordingStore store, CancellationToken cancelled)
    {
        using var taken = store.OpenShares(app, of);
        using var draft = store.Begin(app);
        var shares = taken.Recordings;
        foreach (var share in shares) RequireSameLoad(app, shares[0], share);
        if (shares.Sum(s => s.Manifest.Events) == 0)
            throw new LogInputException($"There is no audit event in any of the {of} shares of \"{app}\". No recording was made.");
        var release = ReleaseOf(shares[0]);
        if (shares[0].SpecFile is { } spec)
        {
            using var file = draft.CreateSpecFile();
            file.Write(File.ReadAllBytes(spec));
        }

        var dimensions = new Dimensions(new TargetTable(release));
        var rows = new RowWriting(draft, dimensions, threads: 1);
        var count = new AppCount(dimensions, rows.Exchange);
        var ledger = new RequestLedger(CountedRequests.None, count);
        var retold = new RetoldRequests(dimensions);
        foreach (var share in shares) retold.Tell(share, ledger, cancelled);
        ledger.Finish();
        rows.Finish();
        draft.WriteCounts(dimensions, count.Cube, count.Parameters);
        var facts = Together([.. shares.Select(s => s.Manifest)], count, ledger);
        var manifest = draft.Commit(facts with { LoadedAt = store.Clock.GetUtcNow() });
        taken.Remove();
        return manifest;
    }

    static Manifest Together(IReadOnlyList<Manifest> shares, AppCount count, RequestLedger ledger)
    {
        var sum = shares.Aggregate(ManifestSum.Add);
        return sum with
        {
            Share = "",
            // What one load guesses of all is what any share was guessed to be, tests before a control plane.
            Kind = new[] { RecordingKind.Run, RecordingKind.Cluster }.FirstOrDefault(k => shares.Any(s => s.Kind == k)),
            Sources = [.. sum.Sources.OrderBy(s => s.From is null).ThenBy(s => s.From).ThenBy(s => s.Name, StringComparer.Ordinal)],
            RepeatedEvents = sum.RepeatedEvents + ledger.RepeatedEvents,
            Requests = count.Requests,
            MatchedRequests = count.MatchedRequests,
            UntimedRequests = count.UntimedRequests,
        };
    }

    /// <summary>Loaders that saw other streams, or were told other things, would make a recording that nobody asked for.</summary>
    static void RequireSameLoad(string app, StoredRecording first, StoredRecording other)
    {
        var (a, b) = (first.Manifest, other.Manifest);
        var difference =
            StreamsOf(a) != StreamsOf(b) ? "saw other log streams"
            : a.Release != b.Release || a.OwnSpec != b.OwnSpec ? $"was matched against {b.Release}, which is another release"
            : !IsSameSpec(first, other) ? "was matched against another document"
            : !a.Filters.SequenceEqual(b.Filters) ? "was loaded under other filters"
            : a.TestPattern != b.TestPattern ? "was loaded with another --test-pattern"
            : "";
        if (difference.Length > 0)
            throw new StoreException(
                $"share {b.Share.Split(' ')[0]} of \"{app}\" {difference} than share {a.Share.Split(' ')[0]}; load it again");
    }

    static bool IsSameSpec(StoredRecording a, StoredRecording b) =>
        a.SpecFile is null || b.SpecFile is null || File.ReadAllBytes(a.SpecFile).AsSpan().SequenceEqual(File.ReadAllBytes(b.SpecFile));

    static string StreamsOf(Manifest share) => share.Share[(share.Share.IndexOf(' ', StringComparison.Ordinal) + 1)..];

    static Release ReleaseOf(StoredRecording share)
    {
        if (share.SpecFile is { } spec)
        {
            using var file = File.OpenRead(spec);
            return FactsFile.Read(file);
        }

        return ReleaseVersion.TryParse(share.Manifest.Release, out var version)
            ? KubernetesCatalog.Shipped.Load(version)
            : throw new StoreException($"a share is of release {share.Manifest.Release}, which this APISnoop does not know; load it again");
    }
}
