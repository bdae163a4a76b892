using ApiSnoop.Audit.Inputs;
using ApiSnoop.Capturing.Spooling;
using ApiSnoop.Recording;

namespace ApiSnoop.Capturing.Running;

/// <summary>
/// Keeps what is stored of a recording up with the spool while it grows. What is new is added to it; it is made again whole when it has
/// doubled or has many pieces, so that the work stays in proportion to what came. At its end it is made whole by others. Not safe for
/// several threads.
/// </summary>
/// <param name="spool">Where what comes lies.</param>
/// <param name="store">Where the recording goes.</param>
/// <param name="version">The version of APISnoop.</param>
sealed class GrowingLoad(Spool spool, RecordingStore store, string version)
{
    /// <summary>Each piece is a file of rows, of which the next piece reads some.</summary>
    const int MostPieces = 60;

    /// <summary>A tenth of the time at most goes into this.</summary>
    const int ShareOfTime = 10;

    static readonly TimeSpan s_least = TimeSpan.FromSeconds(2);

    SpoolPlace? _to;
    DateTimeOffset _next;
    Manifest? _stored;
    bool _byTime;
    long _wholeBytes, _addedBytes;
    int _pieces;

    /// <summary>Whether something came that it is time to store.</summary>
    /// <param name="recording">The recording.</param>
    public bool IsDue(RunningRecording recording) =>
        spool.End.IsBehind(_to ?? recording.From) && store.Clock.GetUtcNow() >= _next;

    /// <summary>Stores what came.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="byTime">As for <see cref="SpoolLoad.Run"/>.</param>
    /// <param name="threads">How many threads read.</param>
    /// <param name="cancelled">Stops it.</param>
    /// <returns>The recording as it is stored now; null when nothing is its yet.</returns>
    /// <exception cref="StoreException">It cannot be stored.</exception>
    /// <exception cref="IOException">The spool cannot be read.</exception>
    public Manifest? Load(RunningRecording recording, bool byTime, int threads, CancellationToken cancelled)
    {
        var (end, began) = (spool.End, store.Clock.GetUtcNow());
        var fresh = Bytes(_to ?? recording.From, end);
        var whole = IsToBeWhole(recording, byTime, fresh);
        try
        {
            var part = whole ? new SpoolRange(recording.From, end) : new SpoolRange(_to!.Value, end) { IsAdded = true };
            _stored = SpoolLoad.Run(recording, spool, part, byTime, store, threads, version, cancelled);
        }
        catch (LogInputException)
        {
            // None of it is the recording's.
        }
        finally
        {
            var now = store.Clock.GetUtcNow();
            var pause = (now - began) * ShareOfTime;
            _next = now + (pause > s_least ? pause : s_least);
        }

        if (whole) (_wholeBytes, _addedBytes, _pieces) = (Bytes(recording.From, end), 0, 0);
        else (_addedBytes, _pieces) = (_addedBytes + fresh, _pieces + 1);
        (_to, _byTime) = (end, byTime);
        return _stored;
    }

    bool IsToBeWhole(RunningRecording recording, bool byTime, long fresh) =>
        // To counts alone nothing can be added.
        _stored is null || _stored.HoldsCountsOnly || byTime != _byTime || _pieces >= MostPieces || _addedBytes + fresh > _wholeBytes
        // Somebody else stored, changed or removed it meanwhile.
        || store.Find(recording.App)?.CubeFile != _stored.CubeFile;

    long Bytes(SpoolPlace from, SpoolPlace to) => spool.Between(from, to).Sum(p => p.Length);
}
