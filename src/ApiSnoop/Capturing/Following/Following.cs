using System.Text.Json;
using ApiSnoop.Audit.Inputs;
using ApiSnoop.Capturing.Running;
using ApiSnoop.Capturing.Spooling;
using ApiSnoop.Recording;
using ApiSnoop.Recording.Store;

namespace ApiSnoop.Capturing.Following;

/// <summary>
/// Records an app from logs that grow. What is appended goes into a spool without bodies, from which the recording is made again as it
/// grows: a rotated log may be gone when it is needed. It goes on where it stopped.
/// </summary>
public sealed class Following : IDisposable
{
    const string RunningFile = "running", PlacesFile = "followed.json";

    /// <summary>Who looks whether it runs looks at the time of a file, which is touched each second.</summary>
    static readonly TimeSpan s_alive = TimeSpan.FromSeconds(5);

    readonly RunningRecording _recording;
    readonly RecordingStore _store;
    readonly string _folder, _version;
    readonly Spool _spool;
    readonly List<FollowedLog> _logs;
    readonly FollowedPipe? _pipe;
    readonly FileStream _lock;
    readonly GrowingLoad _growing;
    DateTimeOffset _touched;

    Following(RunningRecording recording, RecordingStore store, string folder, string version, FileStream taken)
    {
        (_recording, _store, _folder, _version, _lock) = (recording, store, folder, version, taken);
        _spool = Spool.Open(Path.Combine(folder, "spool"), new CaptureOptions().MostSpoolBytes);
        _spool.NeedFrom(new(0, 0));
        _growing = new GrowingLoad(_spool, store, version);
        _logs = [];
    }

    Following(
        RunningRecording recording, RecordingStore store, string folder, string version, FileStream taken, IEnumerable<FollowedLog> logs,
        Stream? pipe)
        : this(recording, store, folder, version, taken)
    {
        _logs.AddRange(logs);
        _pipe = pipe is null ? null : new FollowedPipe(pipe);
    }

    /// <summary>Lines that held no event.</summary>
    public long Skipped { get; private set; }

    /// <summary>Events that came, repeated ones with them.</summary>
    public long Events { get; private set; }

    /// <summary>The recording as it was stored last; null before that.</summary>
    public Manifest? Stored { get; private set; }

    /// <summary>Whether nothing more can come: a pipe's writer is done, and no file is followed.</summary>
    public bool IsDone => _logs.Count == 0 && _pipe is { IsDone: true };

    /// <summary>When something came last.</summary>
    public DateTimeOffset LastCame { get; private set; }

    /// <summary>Begins to follow logs, from their beginning or from where that stopped.</summary>
    /// <param name="app">The app.</param>
    /// <param name="filters">Which requests are its.</param>
    /// <param name="release">The release to match against; empty to find it.</param>
    /// <param name="paths">The logs.</param>
    /// <param name="pipe">A stream beside them; null for none.</param>
    /// <param name="store">Where the recording goes.</param>
    /// <param name="version">The version of APISnoop.</param>
    /// <exception cref="CaptureException">This app is being followed already.</exception>
    public static Following Begin(
        string app, IReadOnlyList<KeyValuePair<string, string>> filters, string release, IReadOnlyList<string> paths, Stream? pipe,
        RecordingStore store, string version)
    {
        var folder = FolderOf(store, app);
        Directory.CreateDirectory(folder);
        OnlyOwner(folder);
        var taken = Take(folder, app);
        var known = Places(folder);
        var logs = paths.Select(p => Path.GetFullPath(p)).Select(p => known.FirstOrDefault(k => k.Path == p) is { } place
            ? new FollowedLog(p, place.Head, place.Offset) : new FollowedLog(p, LogHead.None, 0));
        return new(RecordingOf(app, filters, release, store), store, folder, version, taken, logs, pipe);
    }

    /// <summary>Begins to follow one log from its end; what came is forgotten when this is closed.</summary>
    /// <inheritdoc cref="Begin"/>
    public static Following FromEnd(
        string app, IReadOnlyList<KeyValuePair<string, string>> filters, string release, string path, RecordingStore store, string version)
    {
        var folder = Directory.CreateTempSubdirectory("apisnoop-record-").FullName;
        return new(RecordingOf(app, filters, release, store), store, folder, version, Take(folder, app), [FollowedLog.AtEnd(path)], null)
        {
            IsForgotten = true,
        };
    }

    bool IsForgotten { get; init; }

    /// <summary>Since when an app is being followed, by any process; null if it is not.</summary>
    public static DateTimeOffset? Since(RecordingStore store, string app)
    {
        var file = new FileInfo(Path.Combine(FolderOf(store, app), RunningFile));
        return file.Exists && store.Clock.GetUtcNow() - file.LastWriteTimeUtc < s_alive
            && DateTimeOffset.TryParse(File.ReadAllText(file.FullName), out var since) ? since : null;
    }

    /// <summary>Forgets what was followed for an app, so that following it begins anew.</summary>
    /// <exception cref="CaptureException">It is being followed.</exception>
    public static void Forget(RecordingStore store, string app)
    {
        var folder = FolderOf(store, app);
        if (!Directory.Exists(folder)) return;
        using (Take(folder, app))
            Directory.Delete(folder, recursive: true);
    }

    /// <summary>Takes in what was appended since; puts it onto the disk.</summary>
    /// <exception cref="IOException">A log cannot be read.</exception>
    /// <exception cref="SpoolFullException">The disk is full.</exception>
    public void Poll()
    {
        Touch();
        var before = Events + Skipped;
        foreach (var log in _logs) log.Poll(Keep);
        _pipe?.Poll(Keep);
        if (Events + Skipped == before) return;
        LastCame = _store.Clock.GetUtcNow();
        if (!IsForgotten) SavePlaces();
    }

    /// <summary>Stores what is there, if it is time.</summary>
    /// <param name="now">Whether it is time whatever the clock says.</param>
    /// <param name="threads">How many threads read.</param>
    /// <param name="cancelled">Stops it.</param>
    /// <exception cref="LogInputException">There is nothing to store; told only when it must be stored now.</exception>
    public void Store(bool now, int threads, CancellationToken cancelled)
    {
        if (now)
            Stored = SpoolLoad.Run(
                _recording, _spool, new(_recording.From, _spool.End), byTime: false, _store, threads, _version, cancelled);
        else if (_growing.IsDue(_recording)) Stored = _growing.Load(_recording, byTime: false, threads, cancelled);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _logs.ForEach(l => l.Dispose());
        _spool.Dispose();
        File.Delete(Path.Combine(_folder, RunningFile));
        _lock.Dispose();
        if (IsForgotten) Directory.Delete(_folder, recursive: true);
    }

    void Keep(ReadOnlySpan<byte> lines)
    {
        var (batch, skipped) = LogLines.Cut(lines, _spool.Folder);
        using (batch)
        {
            if (batch.Events > 0) _spool.Append(batch).GetAwaiter().GetResult();
            Events += batch.Events;
            Skipped += skipped;
        }
    }

    void Touch()
    {
        var now = _store.Clock.GetUtcNow();
        if (IsForgotten || now - _touched < TimeSpan.FromSeconds(1)) return;
        _touched = now;
        File.WriteAllText(Path.Combine(_folder, RunningFile), _recording.Started.ToString("O", null));
    }

    void SavePlaces() => WholeFile.Replace(
        Path.Combine(_folder, PlacesFile),
        JsonSerializer.SerializeToUtf8Bytes(_logs.Select(l => new FollowedPlace(l.FullPath, l.Head, l.Offset)).ToArray()));

    static RunningRecording RecordingOf(
        string app, IReadOnlyList<KeyValuePair<string, string>> filters, string release, RecordingStore store) =>
        new() { App = app, Filters = [.. filters], Release = release, Started = store.Clock.GetUtcNow(), From = new(0, 0) };

    static FollowedPlace[] Places(string folder)
    {
        var path = Path.Combine(folder, PlacesFile);
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<FollowedPlace[]>(File.ReadAllBytes(path)) ?? [] : [];
        }
        catch (JsonException)
        {
            // Told again is counted once.
            return [];
        }
    }

    static FileStream Take(string folder, string app)
    {
        try
        {
            return new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
        }
        catch (IOException e) when (e is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException))
        {
            throw new CaptureException($"\"{app}\" is being followed already by another process.");
        }
    }

    static void OnlyOwner(string folder)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    static string FolderOf(RecordingStore store, string app) =>
        Path.Combine(store.Location, "follow", AppFolder.NameFor(app));
}

/// <summary>How far a log was read.</summary>
/// <param name="Path">Where it was.</param>
/// <param name="Head">What it is told by.</param>
/// <param name="Offset">How many of its bytes were read.</param>
sealed record FollowedPlace(string Path, LogHead Head, long Offset);
