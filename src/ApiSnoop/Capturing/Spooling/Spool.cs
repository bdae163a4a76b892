using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using ApiSnoop.Capturing.Batches;
using ApiSnoop.Recording.Store;

namespace ApiSnoop.Capturing.Spooling;

/// <summary>
/// Events on the disk before anybody is told that they arrived: files of whole lines, written by one thread that makes one wait for
/// the disk of all batches that came meanwhile. Safe for several threads; of one folder only one may be open.
/// </summary>
sealed class Spool : IDisposable
{
    /// <summary>A file takes about so many bytes; then the next one begins, and what nobody needs any more can go.</summary>
    const long SegmentSize = 64L << 20;

    /// <summary>A disk has no room for a batch when it has none for so many bytes.</summary>
    const int ProbeSize = 16 << 10;

    const string IdFile = "id";

    readonly string _folder;
    readonly long _most;
    readonly Channel<Waiting> _waiting = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(256) { SingleReader = true });
    readonly SortedDictionary<long, long> _lengths;
    readonly Lock _lock = new();
    readonly Task _writing;
    SpoolSegment _segment;
    SpoolPlace? _needed;

    Spool(string folder, long most)
    {
        _folder = folder;
        _most = most;
        Id = IdOf(folder);
        foreach (var part in Directory.GetFiles(folder, "*.part")) File.Delete(part);
        _lengths = SpoolSegment.In(folder);
        _segment = _lengths.Count == 0 ? SpoolSegment.Create(folder, 1) : SpoolSegment.GoOnWith(folder, _lengths.Keys.Last());
        _lengths[_segment.Number] = _segment.Length;
        _writing = Task.Run(Write);
    }

    /// <summary>Tells this spool from all others.</summary>
    public string Id { get; }

    /// <summary>The folder, where also may be put aside what will be appended.</summary>
    public string Folder => _folder;

    /// <summary>The place behind the last line that is on the disk.</summary>
    public SpoolPlace End
    {
        get
        {
            lock (_lock)
            {
                var last = _lengths.Keys.Last();
                return new(last, _lengths[last]);
            }
        }
    }

    /// <summary>Bytes on the disk.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock) return _lengths.Values.Sum();
        }
    }

    /// <summary>How many bytes it may take.</summary>
    public long MostBytes => _most;

    /// <summary>Opens the spool in a folder, which is made if it is not there.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="most">How many bytes it may take.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static Spool Open(string folder, long most)
    {
        Directory.CreateDirectory(folder);
        return new Spool(folder, most);
    }

    /// <summary>Appends a batch.</summary>
    /// <returns>Ends when it is on the disk.</returns>
    /// <exception cref="SpoolFullException">It cannot be; nothing of it is there.</exception>
    public async Task Append(CutBatch batch)
    {
        var waiting = new Waiting(batch, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            await _waiting.Writer.WriteAsync(waiting).ConfigureAwait(false);
        }
        catch (ChannelClosedException e)
        {
            throw new SpoolFullException("the capture is being stopped", e);
        }

        await waiting.Done.Task.ConfigureAwait(false);
    }

    /// <summary>Why nothing could be appended now; null where it could. It writes a little beside the spool to find out.</summary>
    public string? Trouble()
    {
        if (!NobodyNeedsAny && Bytes >= _most) return "the spool has reached its limit";
        try
        {
            // Cleared away as what was put aside is, if the machine stops here.
            using var probe = new FileStream(
                Path.Combine(_folder, $"{Path.GetRandomFileName()}.part"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1,
                FileOptions.DeleteOnClose);
            probe.Write(new byte[ProbeSize]);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    /// <summary>Says from where on lines are needed; null for none. What comes before may be deleted.</summary>
    public void NeedFrom(SpoolPlace? place)
    {
        lock (_lock) _needed = place;
    }

    /// <summary>The parts of files between two places.</summary>
    public IReadOnlyList<SpoolPart> Between(SpoolPlace from, SpoolPlace to)
    {
        lock (_lock)
        {
            var parts = new List<SpoolPart>();
            foreach (var (number, length) in _lengths)
            {
                if (number < from.Segment || number > to.Segment) continue;
                var start = number == from.Segment ? Math.Min(from.Offset, length) : 0;
                var end = number == to.Segment ? Math.Min(to.Offset, length) : length;
                if (end > start) parts.Add(new(SpoolSegment.PathOf(_folder, number), number, start, end - start));
            }

            return parts;
        }
    }

    /// <summary>Waits for what was given to be on the disk, and closes.</summary>
    public void Dispose()
    {
        _waiting.Writer.TryComplete();
        _writing.Wait();
        _segment.Dispose();
    }

    async Task Write()
    {
        var together = new List<Waiting>();
        while (await _waiting.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            together.Clear();
            while (together.Count < 64 && _waiting.Reader.TryRead(out var next)) together.Add(next);
            try
            {
                Write(together);
            }
            catch (Exception e)
            {
                // One batch must not end the writing of all that follow.
                together.ForEach(w => w.Done.TrySetException(new SpoolFullException(e.Message, e)));
            }
        }
    }

    void Write(List<Waiting> together)
    {
        MakeRoom();
        var durable = _segment.Length;
        var written = together.Where(Write).ToList();
        if (written.Count == 0) return;
        try
        {
            _segment.Flush();
        }
        catch (IOException)
        {
            _segment.CutTo(durable);
            throw;
        }

        lock (_lock) _lengths[_segment.Number] = _segment.Length;
        written.ForEach(w => w.Done.SetResult());
    }

    bool Write(Waiting waiting)
    {
        try
        {
            try
            {
                WriteLines(waiting.Batch);
            }
            catch (Exception e) when (e is IOException or SpoolFullException && NobodyNeedsAny)
            {
                BeginNext();
                WriteLines(waiting.Batch);
            }

            return true;
        }
        catch (Exception e) when (e is IOException or SpoolFullException or UnauthorizedAccessException)
        {
            waiting.Done.TrySetException(e as SpoolFullException ?? new SpoolFullException(e.Message, e));
            return false;
        }
    }

    void WriteLines(CutBatch batch)
    {
        if (Bytes + batch.Length > _most)
            throw new SpoolFullException(
                $"the spool has reached its limit of {_most >> 20} MiB, and recordings that run need all of it: stop one");
        _segment.Append(batch.WriteTo);
    }

    bool NobodyNeedsAny
    {
        get
        {
            lock (_lock) return _needed is null && _segment.Length > 0;
        }
    }

    void MakeRoom()
    {
        if (_segment.Length >= Math.Min(SegmentSize, _most / 8)) BeginNext();
    }

    /// <summary>Begins the next file, and deletes those that nobody needs.</summary>
    void BeginNext()
    {
        var next = SpoolSegment.Create(_folder, _segment.Number + 1);
        _segment.Dispose();
        _segment = next;
        lock (_lock)
        {
            _lengths[next.Number] = 0;
            foreach (var number in _lengths.Keys.Where(n => n < (_needed?.Segment ?? next.Number)).ToList())
            {
                File.Delete(SpoolSegment.PathOf(_folder, number));
                _lengths.Remove(number);
            }
        }
    }

    static string IdOf(string folder)
    {
        var path = Path.Combine(folder, IdFile);
        if (File.Exists(path) && File.ReadAllText(path) is { Length: > 0 } known) return known;
        var id = RandomNumberGenerator.GetHexString(32, lowercase: true);
        File.WriteAllText(path, id);
        DiskSync.Folder(folder);
        return id;
    }

    /// <summary>Tells a file of this spool from all other inputs of recordings, as the hash of a log does.</summary>
    public string HashOf(SpoolPart part) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{Id} {part.Segment}"))));

    sealed record Waiting(CutBatch Batch, TaskCompletionSource Done);
}
