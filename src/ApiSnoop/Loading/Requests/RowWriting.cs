using ApiSnoop.Recording;
using ApiSnoop.Recording.Counts;
using ApiSnoop.Recording.Parquet;
using ApiSnoop.Recording.Rows;

namespace ApiSnoop.Loading.Requests;

/// <summary>
/// Writes batches of rows while others are being filled. It has no thread of its own: a reading thread that would have to wait
/// writes a column instead, if no other is at it. With more threads than cores, one that all wait for would be kept waiting itself.
/// </summary>
internal sealed class RowWriting(RecordingDraft draft, Dimensions dimensions, int threads)
{
    /// <summary>One batch is being filled, one written, one waits: more would only cost memory.</summary>
    const int MostWaiting = 1;

    readonly object _gate = new();
    readonly Queue<RequestBatch> _full = new();
    readonly Stack<RequestBatch> _empty = new();
    int _reading = threads;
    Thread? _writer;

    /// <summary>The batch that some columns are written of.</summary>
    RequestBatch? _written;

    bool _writing;

    /// <summary>Whether rows wait to be written by this thread.</summary>
    public bool WaitsForThisThread
    {
        get
        {
            lock (_gate) return HasRows && !_writing && (_writer is null || _writer == Thread.CurrentThread);
        }
    }

    bool HasRows => _written is not null || _full.Count > 0;

    /// <summary>Takes a full batch and gives an empty one. Writes first when too many wait.</summary>
    /// <exception cref="IOException">Rows could not be written.</exception>
    public RequestBatch Exchange(RequestBatch full)
    {
        lock (_gate)
        {
            _full.Enqueue(full);
            Monitor.PulseAll(_gate);
        }

        while (true)
        {
            lock (_gate)
            {
                while (_full.Count > MostWaiting && _writing) Monitor.Wait(_gate);
                if (_full.Count <= MostWaiting) return _empty.TryPop(out var batch) ? batch : new RequestBatch();
            }

            if (Take() is { } next) WriteColumn(next);
        }
    }

    /// <summary>
    /// Writes one column, if this is the thread that did so first: the library keeps memory at hand for each thread that calls it.
    /// For a thread that has nothing else to do; only one, because soon it has.
    /// </summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="IOException">Rows could not be written.</exception>
    public bool WriteWaiting()
    {
        if (Take(asWriter: true) is not { } batch) return false;
        WriteColumn(batch);
        return true;
    }

    /// <summary>
    /// The same once a batch waits behind the one that is being written: with one more, threads would have to wait for each
    /// other.
    /// </summary>
    /// <exception cref="IOException">Rows could not be written.</exception>
    public void WritePressing()
    {
        lock (_gate)
            if (_written is null || _full.Count == 0)
                return;
        WriteWaiting();
    }

    void WriteAll()
    {
        while (Take() is { } batch) WriteColumn(batch);
    }

    void WriteColumn(RequestBatch batch)
    {
        var whole = false;
        try
        {
            whole = draft.WriteColumn(batch, dimensions);
        }
        catch (Exception e)
        {
            throw new IOException($"The recording could not be written: {ParquetFailure.In(e)}", e);
        }
        finally
        {
            PutBack(batch, whole);
        }
    }

    RequestBatch? Take(bool asWriter = false)
    {
        lock (_gate)
        {
            if (_writing || !HasRows) return null;
            if (asWriter && (_writer ??= Thread.CurrentThread) != Thread.CurrentThread) return null;
            _writing = true;
            return _written ??= _full.Dequeue();
        }
    }

    void PutBack(RequestBatch batch, bool whole)
    {
        lock (_gate)
        {
            _writing = false;
            Monitor.PulseAll(_gate);
            if (!whole) return;
            _empty.Push(batch);
            _written = null;
        }
    }

    /// <summary>Writes what the other threads fill, until all have nothing left to read.</summary>
    /// <exception cref="IOException">Rows could not be written.</exception>
    /// <exception cref="OperationCanceledException">The load was stopped, so that the others may never be done.</exception>
    public void WriteToTheEnd(CancellationToken cancelled)
    {
        lock (_gate)
        {
            _reading--;
            Monitor.PulseAll(_gate);
        }

        while (true)
        {
            WriteAll();
            lock (_gate)
            {
                if (_reading == 0) return;
                if ((!HasRows || _writing) && !Monitor.Wait(_gate, 50)) cancelled.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>Writes the rest.</summary>
    /// <exception cref="IOException">Rows could not be written.</exception>
    public void Finish() => WriteAll();
}
