using System.Text.Json;
using ApiSnoop.Capturing.Batches;
using ApiSnoop.Capturing.Running;
using ApiSnoop.Capturing.Senders;
using ApiSnoop.Capturing.Spooling;
using ApiSnoop.Recording;

namespace ApiSnoop.Capturing;

/// <summary>
/// Receives batches of audit events and records apps from them. One at a time for a store. Safe for several threads.
/// </summary>
public sealed class Capture : IDisposable
{
    /// <summary>Batches that are read at the same time; more wait, unread.</summary>
    const int MostAtOnce = 16;

    static readonly TimeSpan s_tick = TimeSpan.FromSeconds(1);

    readonly FileStream _lock;
    readonly Spool _spool;
    readonly SenderBook _senders;
    readonly RunningRecordings _running;
    readonly SemaphoreSlim _atOnce = new(MostAtOnce);
    readonly CancellationTokenSource _ending = new();
    readonly Task _ticking;

    Capture(RecordingStore store, CaptureOptions options, string folder, FileStream taken)
    {
        (Options, Store, _lock) = (options, store, taken);
        _spool = Spool.Open(Path.Combine(folder, "spool"), options.MostSpoolBytes);
        _senders = new SenderBook(Path.Combine(folder, "senders.json"), store.Clock, options.RetryTime);
        _running = new RunningRecordings(_spool, _senders, store, Path.Combine(folder, "recordings.json"), options.ToolVersion);
        _ticking = Task.WhenAll(Task.Run(() => Every(_senders.Save)), Task.Run(() => Every(() => _running.Refresh(_ending.Token))));
    }

    /// <summary>How it runs.</summary>
    public CaptureOptions Options { get; }

    /// <summary>Where recordings go.</summary>
    public RecordingStore Store { get; }

    /// <summary>The recordings that run, by app.</summary>
    public IReadOnlyList<RunningRecording> Running => _running.All;

    /// <summary>Who sends.</summary>
    public IReadOnlyList<SenderFacts> Senders => _senders.Senders;

    /// <summary>What was refused since it runs, by reason.</summary>
    public IReadOnlyList<Refusal> Refused => _senders.Refused;

    /// <summary>Bytes of the spool.</summary>
    public long SpoolBytes => _spool.Bytes;

    /// <summary>Why a batch could not be put onto the disk now; null where it could.</summary>
    public string? SpoolTrouble() => _spool.Trouble();

    /// <summary>The folder in which a store's capture keeps what it needs.</summary>
    public static string FolderOf(RecordingStore store) => Path.Combine(store.Location, "capture");

    /// <summary>Begins to capture into a store.</summary>
    /// <exception cref="CaptureException">Another capture runs on this store.</exception>
    /// <exception cref="IOException">The store cannot be written.</exception>
    public static Capture Open(RecordingStore store, CaptureOptions options)
    {
        var folder = FolderOf(store);
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        FileStream taken;
        try
        {
            taken = new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
        }
        catch (IOException e) when (e is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException))
        {
            throw new CaptureException($"Another capture runs on {store.Location}. Give this one another store with --store.");
        }

        return new Capture(store, options, folder, taken);
    }

    /// <summary>Takes a batch: when this says that it is kept, it is on the disk.</summary>
    /// <param name="sender">Who sends it.</param>
    /// <param name="body">Its bytes.</param>
    /// <param name="encoding">How they are packed: <c>gzip</c>, or null.</param>
    /// <param name="cancelled">The sender went away.</param>
    /// <exception cref="IOException">The sender went away.</exception>
    /// <exception cref="OperationCanceledException">The sender went away.</exception>
    public async Task<BatchAnswer> Take(string sender, Stream body, string? encoding, CancellationToken cancelled)
    {
        await _atOnce.WaitAsync(cancelled).ConfigureAwait(false);
        try
        {
            var bytes = BatchReading.Unpacked(body, encoding);
            using var batch = await BatchReading.Read(bytes, CaptureOptions.MostBatchBytes, _spool.Folder, cancelled).ConfigureAwait(false);
            await _spool.Append(batch).ConfigureAwait(false);
            _senders.Kept(sender, batch.Events, batch.Length, batch.Newest);
            return BatchAnswer.Kept;
        }
        catch (BatchTooLargeException e)
        {
            return Refuse(RefusalReason.TooLarge, sender, e.Message);
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            return Refuse(RefusalReason.NoJson, sender, NotJson(e));
        }
        catch (SpoolFullException e)
        {
            return Refuse(RefusalReason.DiskFull, sender, e.Message);
        }
        finally
        {
            _atOnce.Release();
        }
    }

    /// <summary>Notes that a post was refused.</summary>
    public BatchAnswer Refuse(RefusalReason reason, string sender, string detail)
    {
        _senders.Refuse(reason, sender, detail);
        return new(reason, detail);
    }

    /// <inheritdoc cref="RunningRecordings.Start"/>
    public RunningRecording Start(string app, IReadOnlyList<KeyValuePair<string, string>> filters, string release = "") =>
        _running.Start(app, filters, release);

    /// <inheritdoc cref="RunningRecordings.Stop"/>
    public Task<FinishedRecording> Stop(string app, TimeSpan settle, CancellationToken cancelled) => _running.Stop(app, settle, cancelled);

    /// <summary>Ends the capture. Recordings that run go on when it begins again.</summary>
    public void Dispose()
    {
        _ending.Cancel();
        _ticking.Wait();
        _spool.Dispose();
        try
        {
            _senders.Save();
        }
        catch (IOException)
        {
            // A full disk; they are told anew by those who send.
        }

        _running.Dispose();
        _lock.Dispose();
        _ending.Dispose();
        _atOnce.Dispose();
    }

    /// <summary>The parser's words without the place in the text and without the text itself, which may be secret.</summary>
    static string NotJson(Exception e) => e is JsonException { LineNumber: not null } ? "it is no JSON" : e.Message;

    async Task Every(Action act)
    {
        using var timer = new PeriodicTimer(s_tick, Store.Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_ending.Token).ConfigureAwait(false))
            {
                try
                {
                    act();
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    // A full disk, of which senders and the page are told. It may have room again in a second.
                }
            }
        }
        catch (OperationCanceledException)
        {
            // It ends.
        }
    }
}
