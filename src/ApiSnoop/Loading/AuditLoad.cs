using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using ApiSnoop.Audit;
using ApiSnoop.Audit.Evidence;
using ApiSnoop.Audit.Inputs;
using ApiSnoop.Catalog;
using ApiSnoop.Catalog.Facts;
using ApiSnoop.Conformance;
using ApiSnoop.Coverage;
using ApiSnoop.Insights.Noise;
using ApiSnoop.Loading.Chunks;
using ApiSnoop.Loading.Requests;
using ApiSnoop.Matching;
using ApiSnoop.Recording;
using ApiSnoop.Recording.Counts;
using ApiSnoop.Recording.Rows;

namespace ApiSnoop.Loading;

/// <summary>Loads audit logs as an app's recording: the whole way from bytes to the store.</summary>
public sealed partial class AuditLoad
{
    /// <summary>
    /// In microseconds. A server lets a watch run for an hour at most; twice that, and what was received before is asked for
    /// when it is met.
    /// </summary>
    const long LongestRequest = 2L * 3600 * 1_000_000;

    const int MostBadLineSamples = 20;

    const string ManyParameters =
        $"More combinations of query parameters than are kept apart: further ones are counted under {Cube.Other}.";

    readonly LoadRequest _request;
    readonly RecordingDraft? _draft;
    readonly IReadOnlyList<LogInput> _inputs;
    readonly List<InputReading> _readings;
    readonly ChosenRelease _release;
    readonly Dimensions _dimensions;
    readonly OperationMatcher _matcher;
    readonly MissNaming _naming;
    readonly LoadFilter _filter;
    readonly List<string> _notes = [];
    readonly TimeProvider _clock;
    readonly NoiseRules _noise;
    AppCount? _counted;

    /// <summary>What a manifest says of the share that this load is; empty where it is a whole one.</summary>
    string _share = "";

    AuditLoad(
        LoadRequest request, IReadOnlyList<LogInput> inputs, ChosenRelease release, RecordingDraft? draft, TimeProvider clock,
        NoiseRules noise)
    {
        _noise = noise;
        _request = request;
        _inputs = inputs;
        _release = release;
        _draft = draft;
        _clock = clock;
        _dimensions = new Dimensions(new TargetTable(release.Release));
        _matcher = new OperationMatcher(release.Release);
        _naming = new MissNaming(release.Release, () => KubernetesCatalog.Shipped.Groups);
        _filter = new LoadFilter(request.Filter, _dimensions);
        _readings = [.. inputs.Select(i => new InputReading(i.Name, i.Open, request.LongestDocument))];
    }

    /// <summary>Runs a load. The app's old recording stays in force until this returns, and if it throws.</summary>
    /// <param name="request">What to load.</param>
    /// <param name="store">Where to.</param>
    /// <param name="progress">Told how far the load is; may be read from another thread.</param>
    /// <param name="cancelled">Stops the load.</param>
    /// <returns>The recording's facts.</returns>
    /// <exception cref="LogInputException">An input cannot be read.</exception>
    /// <exception cref="StrictLoadException">There were bad lines, and they are an error.</exception>
    /// <exception cref="StoreException">The recording cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The load was stopped.</exception>
    public static Manifest Run(LoadRequest request, RecordingStore store, LoadProgress progress, CancellationToken cancelled) =>
        LoadTrace.Of(request.App, store.Clock, () => Record(request, store, progress, cancelled));

    static Manifest Record(LoadRequest request, RecordingStore store, LoadProgress progress, CancellationToken cancelled)
    {
        using var found = LogInputs.Expand(request.Inputs, request.StandardInput, hashed: !request.DryRun, cancelled);
        foreach (var input in request.Found) found.Add(input);
        using var draft = request.DryRun ? null : store.Begin(request.App, request.Append);
        var notes = new List<string>();
        var inputs = LogInputs.InTimeOrder(New(found.Inputs, draft, Words(request.Filter), notes, cancelled));
        found.MakeReadyFor(inputs, cancelled);
        notes.InsertRange(0, found.Notes);
        progress.Notes = notes;
        if (inputs.Count == 0 && draft?.Previous is { } unchanged) return unchanged with { Notes = [.. unchanged.Notes, .. notes] };
        var release = ChosenRelease.For(request, inputs, draft?.Previous);
        progress.Release = release;
        var load = new AuditLoad(request, inputs, release, draft, store.Clock, NoiseOf(request, store));
        progress.Follow(inputs, load._readings);
        load._notes.AddRange(notes);
        progress.Notes = load._notes;
        return load.Load(cancelled);
    }

    /// <summary>Counts a log without a store: for a verdict that is given and forgotten.</summary>
    /// <param name="request">What to count; its app and whether it is a dry run do not matter.</param>
    /// <param name="progress">Told how far it is; may be read from another thread.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="cancelled">Stops it.</param>
    /// <exception cref="LogInputException">An input cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static CountedLog Count(LoadRequest request, LoadProgress progress, TimeProvider clock, CancellationToken cancelled)
    {
        using var found = LogInputs.Expand(request.Inputs, request.StandardInput, hashed: false, cancelled);
        var inputs = LogInputs.InTimeOrder([.. found.Inputs]);
        found.MakeReadyFor(inputs, cancelled);
        var evidence = ReleaseEvidence.Of(inputs);
        var load = new AuditLoad(request with { DryRun = true }, inputs, ChosenRelease.For(request, inputs, null), null, clock,
            NoiseRules.Shipped);
        progress.Follow(inputs, load._readings);
        var manifest = load.Load(cancelled);
        return new(manifest, CountedCube.Of(load._counted!.Cube, load._dimensions), load._release.Release, evidence);
    }

    /// <summary>The inputs that the recording to append to does not hold yet, told by their hashes.</summary>
    static List<LogInput> New(
        IReadOnlyList<LogInput> inputs, RecordingDraft? draft, string filters, List<string> notes, CancellationToken cancelled)
    {
        if (draft?.Previous is null) return [.. inputs];
        var fresh = new List<LogInput>();
        foreach (var input in inputs)
        {
            if (input.HashNow(cancelled) is { } hash && draft.AlreadyLoaded(hash, filters))
                notes.Add($"{input.Name} is in the recording already and was left out.");
            else fresh.Add(input);
        }

        return fresh;
    }

    Manifest Load(CancellationToken cancelled)
    {
        var before = CountedBefore();
        var requests = RequestsBefore();
        var rows = _draft is null ? null : new RowWriting(_draft, _dimensions, _request.Threads);
        var app = _counted = new AppCount(_dimensions, rows is null ? null : rows.Exchange);
        var byTime = _request.TestsFrom.Count == 0 ? null : new TestsByTime(
            RunTimes.Read(_request, _inputs, _clock), _dimensions, _noise,
            new TestNaming(_request.TestPattern, ConformanceFacts.Of(_release.Release)));
        var ledger = new RequestLedger(requests, app) { ByTime = byTime };
        app.Cube.Resume(before, _dimensions);
        Read(ledger, rows, cancelled);
        ledger.Finish();
        if (rows is not null) Write(rows, app);
        AddBadEnds();
        if (!requests.All)
            _notes.Add(
                $"Only {Count(requests.Count)} requests of the recording were compared with: others that are told again were counted "
                    + $"again.");
        RefuseNothing(ledger);
        RefuseBadLines();
        AddNotes(ledger);
        AddNotes(app, _notes);
        if (byTime is not null) _notes.AddRange(byTime.Notes);
        var facts = ManifestOf(app, ledger) with { Notes = [.. _notes], TimedTests = byTime?.Tests ?? [] };
        return _draft is null ? facts : _draft.Commit(facts);
    }

    void AddBadEnds()
    {
        foreach (var input in _inputs)
            if (input.Damage is { } damage)
                Reading(input).AddBadEnd(damage);
    }

    void RefuseBadLines()
    {
        if (_request.Strict && Logs.Sum(r => r.BadLines) is > 0 and var bad) throw new StrictLoadException(bad, BadLineSamples);
    }

    /// <summary>The inputs that are audit logs: others are named, and what they hold is nothing to count.</summary>
    IEnumerable<InputReading> Logs => _readings.Where(r => r.Events > 0);

    /// <summary>The first bad line of each reason.</summary>
    IReadOnlyList<BadLine> BadLineSamples => [.. Logs.SelectMany(r => r.BadReasons).Select(b => b.First).Take(MostBadLineSamples)];

    /// <summary>Inputs without a single event, or filters that keep none, are a mistake, which makes no recording.</summary>
    void RefuseNothing(RequestLedger ledger)
    {
        // The other shares may have what this one has not; they are judged together.
        if (_share.Length > 0) return;
        if (!Logs.Any()) throw new LogInputException($"{InputNotes.NothingIn(_readings)}{Outcome}");
        if (ledger.Requests > 0 || ledger.FilteredRequests == 0) return;
        var filter = KeptNone.Of(
            _request.Filter, _dimensions, Logs.Min(r => r.FirstReceived), Logs.Max(r => r.LastReceived));
        throw new LogInputException($"The filters kept none of {Count(ledger.FilteredRequests)} requests: {filter} fits none.{Outcome}");
    }

    string Outcome => _draft is null ? ""
        : _draft.Previous is not null ? $" Nothing was added to the recording of \"{_request.App}\"."
        : _draft.Replaced is { Requests: > 0 } ? $" The recording of \"{_request.App}\" was left as it was."
        : " No recording was made.";

    /// <summary>The last rows and the counts have nothing to do with each other, so they are written at the same time.</summary>
    void Write(RowWriting rows, AppCount app)
    {
        try
        {
            Task.WaitAll(Task.Run(rows.Finish), Task.Run(() => _draft!.WriteCounts(_dimensions, app.Cube, app.Parameters)));
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }

    Cube CountedBefore()
    {
        if (_draft is null) return Cube.Empty;
        if (_request.OwnSpec is { } spec)
        {
            using var file = _draft.CreateSpecFile();
            FactsFile.Write(file, spec);
        }

        return _draft.CountedBefore(_release.Release.Name, _request.OwnSpec is not null);
    }

    /// <summary>
    /// A log that has grown since is told again in part, and requests may be in flight where one ends and the next begins.
    /// </summary>
    CountedRequests RequestsBefore()
    {
        if (_draft?.Previous is null) return CountedRequests.None;
        var start = _inputs.Min(i => i.StartsAt);
        return _draft.RequestsBefore(start == AuditEvent.NoTime ? start : start - LongestRequest);
    }

    void Read(RequestLedger ledger, RowWriting? rows, CancellationToken cancelled)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
        Exception? failure = null;
        var free = new FreeChunks(_request.Threads);
        void ReadOn()
        {
            try
            {
                new ReadingThread(_readings, ledger, Facts(), free, rows, _request.Strict, stop.Token).Run();
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref failure, e, null);
                stop.Cancel();
            }
        }

        var others = Enumerable.Range(1, Math.Max(0, _request.Threads - 1))
            .Select(i => new Thread(ReadOn) { IsBackground = true, Name = $"reading {i}" }).ToList();
        foreach (var thread in others) thread.Start();
        ReadOn();
        foreach (var thread in others) thread.Join();
        foreach (var reading in _readings) reading.Dispose();
        if (failure is not null) ExceptionDispatchInfo.Throw(failure);
    }

    /// <summary>The rules for noise, where a load needs them at all.</summary>
    /// <exception cref="StoreException">A line of the store's file is no rule.</exception>
    static NoiseRules NoiseOf(LoadRequest request, RecordingStore store)
    {
        try
        {
            return request.TestsFrom.Count == 0 ? NoiseRules.None : NoiseRules.InForce(store.Location);
        }
        catch (FormatException e)
        {
            throw new StoreException(e.Message, e);
        }
    }

    FactFinder Facts() => new(_matcher, _naming, _dimensions, _filter);

    InputReading Reading(LogInput input) => _readings[_inputs.ToList().IndexOf(input)];

    Manifest ManifestOf(AppCount app, RequestLedger ledger) => new()
    {
        App = _request.App,
        Kind = KindOf(app),
        About = _request.About,
        Release = _release.Release.Name,
        ReleaseEvidence = _release.Evidence,
        OwnSpec = _request.OwnSpec is not null,
        Share = _share,
        LoadedAt = _clock.GetUtcNow(),
        ToolVersion = _request.ToolVersion,
        Sources = SourcesUnder(Words(_request.Filter)),
        Filters = [.. _request.Filter.Description],
        TestPattern = _request.TestPattern.Length > 0 ? _request.TestPattern : _draft?.Previous?.TestPattern ?? "",
        Lines = Logs.Sum(r => r.Lines),
        Events = _readings.Sum(r => r.Events),
        FilteredRequests = ledger.FilteredRequests,
        RepeatedEvents = ledger.RepeatedEvents,
        BadLines = Logs.Sum(r => r.BadLines),
        BadLineSamples = [.. BadLineSamples],
        Requests = app.Requests,
        MatchedRequests = app.MatchedRequests,
        UntimedRequests = app.UntimedRequests,
        From = Time(app.FirstReceived),
        To = Time(app.LastReceived),
    };

    /// <summary>What the user says, else what the recording was that this adds to, else what it looks like.</summary>
    RecordingKind KindOf(AppCount app) =>
        _request.Kind is { } said ? said
        : _draft?.Previous is { Requests: > 0 } previous ? previous.Kind
        : KindGuess.Of(_request, app.Cube.ToImmutable(), _dimensions);

    /// <summary>Adds what is to be said of the log.</summary>
    void AddNotes(RequestLedger ledger)
    {
        _notes.AddRange(_release.Notes);
        _notes.AddRange(InputNotes.Of(_readings));
        if (ledger.SettledEarly > 0)
            _notes.Add(
                $"{Count(ledger.SettledEarly)} requests were counted before their end was seen: more were in flight than are kept track "
                    + $"of.");
        if (_dimensions.Parameters.Overflowed) _notes.Add(ManyParameters);
        foreach (var (
            table, name) in new[] { (_dimensions.Agents, "user agents"), (_dimensions.Users, "users"),
                (_dimensions.Namespaces, "namespaces") })
            if (table.Overflowed)
                _notes.Add($"More than {Count(table.Count - 2)} distinct {name}: further ones are counted under {Cube.Other}.");
    }

    /// <summary>Adds what is to be said of an app.</summary>
    void AddNotes(AppCount app, List<string> notes)
    {
        if (app.Requests == 0 && _share.Length == 0) notes.Add("Nothing was new: all requests are in the recording already.");
        if (app.RequestsOfNoVerb > 0)
            notes.Add(
                $"{Requests(app.RequestsOfNoVerb)} had a method that Kubernetes has no verb for (OPTIONS, TRACE, CONNECT, or one in lower "
                    + "case), and counted for OPTIONS: the log does not tell these methods apart.");
        if (OtherRelease.Note(_release, _dimensions, app.Cube) is { } other) notes.Add(other);
        if (app.Cube.Overflowed)
            notes.Add($"More than {Count(app.Cube.Count)} combinations: further ones are counted under {Cube.Other}.");
        if (app.Parameters.Overflowed && !_dimensions.Parameters.Overflowed) notes.Add(ManyParameters);
    }

    /// <summary>The inputs that are audit logs, loaded under filters in the words of the command line.</summary>
    ImmutableArray<SourceFile> SourcesUnder(string filters) =>
    [
        .. from input in _inputs.Zip(_readings, (log, reading) => (Log: log, Reading: reading))
           where input.Reading.Events > 0
           select new SourceFile(
               input.Log.Name, input.Log.Sha256, input.Log.StoredBytes, input.Reading.Events, Time(input.Reading.FirstReceived),
               Time(input.Reading.LastReceived), filters),
    ];

    static string Words(LoadFilterTerms filter) => string.Join(' ', filter.Description);

    static string Requests(long number) => number == 1 ? "1 request" : $"{Count(number)} requests";

    static string Count(long number) => number.ToString("N0", System.Globalization.CultureInfo.InvariantCulture);

    static DateTimeOffset? Time(long micros) => micros is long.MinValue or long.MaxValue
        ? null
        : new DateTimeOffset(DateTime.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
}
