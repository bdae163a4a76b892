using ApiSnoop.Audit;
using ApiSnoop.Audit.Evidence;
using ApiSnoop.Audit.Inputs;
using ApiSnoop.Catalog.Facts;
using ApiSnoop.Insights.Noise;
using ApiSnoop.Loading.Requests;
using ApiSnoop.Recording;
using ApiSnoop.Recording.Rows;

namespace ApiSnoop.Loading;

/// <summary>A load of one log into many apps, in one pass.</summary>
public sealed partial class AuditLoad
{
    /// <summary>
    /// Loads a log as the apps that its requests' keys name. Each recording is replaced whole or not at all; where the load fails, none is.
    /// </summary>
    /// <param name="request">What to load; its app's name does not matter.</param>
    /// <param name="terms">By what the log is split.</param>
    /// <param name="store">Where to.</param>
    /// <param name="progress">Told how far the load is; may be read from another thread.</param>
    /// <param name="cancelled">Stops the load.</param>
    /// <exception cref="LogInputException">An input cannot be read, or has nothing for an app.</exception>
    /// <exception cref="StrictLoadException">There were bad lines, and they are an error.</exception>
    /// <exception cref="StoreException">A recording cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The load was stopped.</exception>
    public static SplitLoad RunSplit(
        LoadRequest request, SplitTerms terms, RecordingStore store, LoadProgress progress, CancellationToken cancelled)
    {
        using var found = LogInputs.Expand(request.Inputs, request.StandardInput, hashed: !request.DryRun, cancelled);
        var notes = new List<string>();
        var words = $"{terms.Words} {Words(request.Filter)}".TrimEnd();
        var inputs = LogInputs.InTimeOrder(
            request.Append ? NewToSplit(found.Inputs, store, words, notes, cancelled) : [.. found.Inputs]);
        found.MakeReadyFor(inputs, cancelled);
        notes.InsertRange(0, found.Notes);
        progress.Notes = notes;
        if (inputs.Count == 0) return new([], "", "");
        var release = ChosenRelease.For(request, inputs, null);
        progress.Release = release;
        var load = new AuditLoad(request with { Kind = request.Kind ?? RecordingKind.App }, inputs, release, null, store.Clock,
            NoiseRules.None);
        progress.Follow(inputs, load._readings);
        load._notes.AddRange(notes);
        progress.Notes = load._notes;
        return load.Split(terms, words, store, cancelled);
    }

    /// <summary>The inputs that were not split in the very same way before, told by their hashes.</summary>
    static List<LogInput> NewToSplit(
        IReadOnlyList<LogInput> inputs, RecordingStore store, string words, List<string> notes, CancellationToken cancelled)
    {
        var loaded = store.Manifests().SelectMany(m => m.Sources).Where(s => s.Filters == words).Select(s => s.Sha256)
            .ToHashSet(StringComparer.Ordinal);
        var fresh = new List<LogInput>();
        foreach (var input in inputs)
        {
            if (input.HashNow(cancelled) is { } hash && loaded.Contains(hash))
                notes.Add($"{input.Name} was split in this way before and was left out.");
            else fresh.Add(input);
        }

        return fresh;
    }

    SplitLoad Split(SplitTerms terms, string words, RecordingStore store, CancellationToken cancelled)
    {
        var split = new AppSplit(terms, _dimensions, key => Begin(key, terms.Prefix + key, store));
        try
        {
            var ledger = new RequestLedger(split);
            Read(ledger, null, cancelled);
            ledger.Finish();
            AddBadEnds();
            RefuseNothing(ledger);
            RefuseBadLines();
            AddNotes(ledger);
            if (split.Apps.Count == 0) throw new LogInputException($"No request has a key that fits {terms.Words}. No recording was made.");
            foreach (var app in split.Apps) app.Draft?.WriteCounts(_dimensions, app.Count.Cube, app.Count.Parameters);
            return new(
                [.. split.Apps.OrderBy(a => a.Name, StringComparer.Ordinal).Select(a => Commit(a, terms, words, ledger))],
                _release.Release.Name, _release.Evidence)
            {
                RequestsWithoutKey = split.RequestsWithoutKey,
                RequestsOfOthers = split.RequestsOfOthers,
                RequestsBeyond = split.RequestsBeyond,
            };
        }
        finally
        {
            foreach (var app in split.Apps) app.Draft?.Dispose();
        }
    }

    /// <summary>Begins an app, or goes on with its recording.</summary>
    SplitApp Begin(string key, string name, RecordingStore store)
    {
        if (_request.DryRun) return new SplitApp(key, name, null, CountedRequests.None, _dimensions);
        var draft = store.Begin(name, _request.Append);
        try
        {
            if (_request.OwnSpec is { } spec)
            {
                using var file = draft.CreateSpecFile();
                FactsFile.Write(file, spec);
            }

            var before = draft.CountedBefore(_release.Release.Name, _request.OwnSpec is not null);
            var start = _inputs.Min(i => i.StartsAt);
            var app = new SplitApp(
                key, name, draft, draft.RequestsBefore(start == AuditEvent.NoTime ? start : start - LongestRequest), _dimensions);
            app.Count.Cube.Resume(before, _dimensions);
            return app;
        }
        catch
        {
            draft.Dispose();
            throw;
        }
    }

    Manifest Commit(SplitApp app, SplitTerms terms, string words, RequestLedger ledger)
    {
        var notes = _notes.ToList();
        AddNotes(app.Count, notes);
        if (!app.ComparedWithAll) notes.Add("Not all requests of the recording were compared with: some may be counted again.");
        var facts = ManifestOf(app.Count, ledger) with
        {
            App = app.Name,
            Filters = [terms.FilterOf(app.Key), .. _request.Filter.Description],
            Sources = SourcesUnder(words),
            FilteredRequests = ledger.FilteredRequests + ledger.Requests - app.Count.Requests - app.RepeatedRequests,
            RepeatedEvents = app.RepeatedRequests,
            TestPattern = _request.TestPattern.Length > 0 ? _request.TestPattern : app.Draft?.Previous?.TestPattern ?? "",
            Kind = app.Draft?.Previous is { Requests: > 0 } previous ? previous.Kind : _request.Kind!.Value,
            Notes = [.. notes],
        };
        return app.Draft is null ? facts : app.Draft.Commit(facts);
    }
}
