using System.Text.Json;
using ApiSnoop.Audit.Inputs;
using ApiSnoop.Capturing.Senders;
using ApiSnoop.Capturing.Spooling;
using ApiSnoop.Catalog;
using ApiSnoop.Loading;
using ApiSnoop.Recording;
using ApiSnoop.Recording.Store;

namespace ApiSnoop.Capturing.Running;

/// <summary>
/// The recordings that run. What comes is added to each while it grows; when it ends, it is loaded whole from its part of the spool, as
/// a log is loaded. They are on the disk, so that a receiver that was killed goes on with them. Safe for several threads.
/// </summary>
sealed class RunningRecordings : IDisposable
{
    /// <summary>More at once than anybody needs; each is loaded by itself.</summary>
    const int Most = 50;

    /// <summary>Batches come every 30 s where little happens; who was silent for longer than ten of them is not waited for.</summary>
    static readonly TimeSpan s_stillThere = TimeSpan.FromMinutes(5);

    static readonly TimeSpan s_look = TimeSpan.FromSeconds(0.2);

    readonly Spool _spool;
    readonly SenderBook _senders;
    readonly RecordingStore _store;
    readonly string _path, _version;
    readonly Dictionary<string, RunningRecording> _running = new(StringComparer.Ordinal);
    readonly Dictionary<string, GrowingLoad> _growing = new(StringComparer.Ordinal);
    readonly Lock _lock = new();
    readonly SemaphoreSlim _loading = new(1);

    public RunningRecordings(Spool spool, SenderBook senders, RecordingStore store, string path, string version)
    {
        (_spool, _senders, _store, _path, _version) = (spool, senders, store, path, version);
        if (File.Exists(path))
            foreach (var recording in JsonSerializer.Deserialize<RunningRecording[]>(File.ReadAllBytes(path)) ?? [])
                // One that was being stopped has nobody left to tell; it goes on until it is stopped again.
                _running[recording.App] = recording with { Stopped = null };
        Need();
    }

    /// <summary>The recordings that run, by app.</summary>
    public IReadOnlyList<RunningRecording> All
    {
        get
        {
            lock (_lock) return [.. _running.Values.OrderBy(r => r.App, StringComparer.Ordinal)];
        }
    }

    /// <summary>Begins a recording.</summary>
    /// <exception cref="CaptureException">It cannot begin.</exception>
    public RunningRecording Start(string app, IReadOnlyList<KeyValuePair<string, string>> filters, string release)
    {
        if (app.Length == 0) throw new CaptureException("An app needs a name.");
        if (release.Length > 0 && !ReleaseVersion.TryParse(release, out _))
            throw new CaptureException($"'{release}' is no release: write 1.30.");
        try
        {
            _ = LoadFilterTerms.Parse(filters);
        }
        catch (FormatException e)
        {
            throw new CaptureException(e.Message);
        }

        lock (_lock)
        {
            if (_running.ContainsKey(app))
                throw new CaptureException($"\"{app}\" is being recorded already. Stop it: apisnoop record stop {app}");
            if (_running.Count >= Most) throw new CaptureException($"{Most} recordings run already: stop one.");
            var recording = new RunningRecording
            {
                App = app,
                Filters = [.. filters],
                Release = release,
                Started = _store.Clock.GetUtcNow(),
                From = _spool.End,
            };
            _running[app] = recording;
            _growing.Remove(app);
            Need();
            if (TrySave()) return recording;
            _running.Remove(app);
            Need();
            throw new CaptureException($"\"{app}\" is not recorded: {Path.GetDirectoryName(_path)} cannot be written. Is the disk full?");
        }
    }

    /// <summary>
    /// Ends a recording: waits until each sender has told of something later than now, but not longer than it may, and loads it.
    /// </summary>
    /// <param name="app">The app.</param>
    /// <param name="settle">How long to wait at most.</param>
    /// <param name="cancelled">Ends the waiting early; the recording is made all the same.</param>
    /// <exception cref="CaptureException">It does not run.</exception>
    public async Task<FinishedRecording> Stop(string app, TimeSpan settle, CancellationToken cancelled)
    {
        var recording = MarkStopped(app);
        var silent = await Settle(recording, settle, cancelled).ConfigureAwait(false);
        await _loading.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            var finished = await Task.Run(() => Finish(recording, silent), CancellationToken.None).ConfigureAwait(false);
            Forget(app);
            return finished;
        }
        catch (Exception e) when (e is StoreException or IOException)
        {
            // What arrived is still in the spool.
            lock (_lock) _running[app] = recording with { Stopped = null };
            throw new CaptureException(
                $"\"{app}\" cannot be stored and runs on: {e.Message.TrimEnd('.')}. Put that right, and stop it again.");
        }
        finally
        {
            _loading.Release();
        }
    }

    /// <summary>Loads the recordings that grew, if it is time.</summary>
    public void Refresh(CancellationToken cancelled)
    {
        foreach (var recording in All)
        {
            if (!GrowingOf(recording.App).IsDue(recording)) continue;
            if (!_loading.Wait(0, CancellationToken.None)) return;
            try
            {
                if (StillRuns(recording)) GrowingOf(recording.App).Load(recording, ByTime(recording), threads: 1, cancelled);
            }
            catch (Exception e) when (e is StoreException or IOException)
            {
                // The disk is full, which the senders are told: it is loaded again later.
            }
            finally
            {
                _loading.Release();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _loading.Dispose();

    DateTimeOffset Now => _store.Clock.GetUtcNow();

    /// <summary>One that ended meanwhile is stored whole, and must not be stored again.</summary>
    bool StillRuns(RunningRecording recording)
    {
        lock (_lock) return _running.TryGetValue(recording.App, out var now) && now == recording;
    }

    GrowingLoad GrowingOf(string app)
    {
        lock (_lock)
            return _growing.TryGetValue(app, out var growing) ? growing : _growing[app] = new(_spool, _store, _version);
    }

    /// <summary>
    /// What lies in the spool behind the start may be older than it, as batches wait. The clocks of the API servers tell; where none
    /// of them agrees with this machine's (what was logged earlier is sent again), all that arrived counts.
    /// </summary>
    bool ByTime(RunningRecording recording) => _senders.Senders.Any(s => s.ClockAgreed >= recording.Started);

    RunningRecording MarkStopped(string app)
    {
        lock (_lock)
        {
            if (!_running.TryGetValue(app, out var recording))
                throw new CaptureException(
                    $"\"{app}\" is not being recorded. " + (_running.Count == 0 ? "Nothing is."
                        : $"There is: {string.Join(", ", _running.Keys.Order(StringComparer.Ordinal))}."));
            if (recording.Stopped is not null) throw new CaptureException($"\"{app}\" is being stopped already.");
            return _running[app] = recording with { Stopped = Now };
        }
    }

    async Task<IReadOnlyList<string>> Settle(RunningRecording recording, TimeSpan settle, CancellationToken cancelled)
    {
        var until = Now + settle;
        while (true)
        {
            var senders = _senders.Senders.Where(s => s.LastBatch >= recording.Started - s_stillThere).ToList();
            var silent = senders.Where(s => !(s.NewestEvent > recording.Stopped)).Select(s => s.Name).ToList();
            if ((senders.Count > 0 && silent.Count == 0) || Now >= until || cancelled.IsCancellationRequested) return silent;
            await Task.Delay(s_look, _store.Clock, cancelled).ContinueWith(_ => { }, TaskScheduler.Default).ConfigureAwait(false);
        }
    }

    FinishedRecording Finish(RunningRecording recording, IReadOnlyList<string> silent)
    {
        var byTime = ByTime(recording);
        List<string> notes = [];
        if (!byTime && _spool.End.IsBehind(recording.From))
            notes.Add(
                "The times of what arrived are not those of this machine's clock, so all that arrived between start and stop was counted, "
                    + "whatever its time.");
        try
        {
            var manifest = SpoolLoad.Run(
                recording, _spool, new(recording.From, _spool.End), byTime, _store, Math.Clamp(Environment.ProcessorCount, 1, 16), _version,
                CancellationToken.None);
            return new(manifest, [.. silent], "", [.. notes, .. manifest.Notes]);
        }
        catch (LogInputException e)
        {
            var trouble = _spool.End.IsBehind(recording.From) ? e.Message : NothingArrived();
            return new(null, [.. silent], trouble, [.. notes]);
        }
    }

    string NothingArrived() =>
        _senders.Senders.Count == 0
            ? "No API server has ever sent anything here, so nothing was recorded. Does it have the kubeconfig of this capture "
                + "(--audit-webhook-config-file), and can it reach the address in it? Its own log says so: look for \"audit webhook\"."
            : "Nothing arrived between start and stop, so nothing was recorded. Who sent what is on the page /capture.";

    void Need()
    {
        lock (_lock)
            _spool.NeedFrom(
                _running.Count == 0 ? null : _running.Values.Select(r => r.From).Aggregate((a, b) => a.IsBehind(b) ? b : a));
    }

    void Forget(string app)
    {
        lock (_lock)
        {
            _running.Remove(app);
            _growing.Remove(app);
            Need();
            TrySave();
        }
    }

    /// <summary>Where the disk is full, a recording that ended begins again with the capture, which is the lesser evil.</summary>
    bool TrySave()
    {
        try
        {
            WholeFile.Replace(_path, JsonSerializer.SerializeToUtf8Bytes(_running.Values.ToArray()));
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
