using ApiSnoop.Catalog;
using ApiSnoop.Recording;

namespace ApiSnoop.Loading;

/// <summary>
/// Writes batches of rows while others are being filled. It has no thread of its own: a reading thread that is done with a chunk
/// writes the batch that waits, if no other is at it. With more threads than cores, one that all wait for would be kept waiting itself.
/// </summary>
internal sealed class RowWriting(RecordingDraft draft, Dimensions dimensions, Release release, int threads)
{
    /// <summary>One batch is being filled, one written, one waits: more would only cost memory.</summary>
    const int MostWaiting = 1;

    readonly object _gate = new();
    readonly Queue<RequestBatch> _full = new();
    readonly Stack<RequestBatch> _empty = new();
    int _reading = threads;
    Thread? _writer;
    bool _writing;

    /// <summary>Takes a full batch and gives an empty one. Writes first when too many wait.</summary>
    /// <exception cref="IOException">Rows could not be written.</exception>
    public RequestBatch Exchange(RequestBatch full)
    {
        bool tooMany;
        lock (_gate)
        {
            _full.Enqueue(full);
            Monitor.PulseAll(_gate);
            while (_full.Count > MostWaiting && _writing) Monitor.Wait(_gate);
            tooMany = _full.Count > MostWaiting;
        }

        if (tooMany) WriteAll();
        lock (_gate) return _empty.TryPop(out var batch) ? batch : new RequestBatch();
    }

    /// <summary>Writes the batches that wait, if this is the thread that did so first: the library keeps memory at hand for each thread that calls it.</summary>
    /// <exception cref="IOException">Rows could not be written.</exception>
    public void WriteWaiting()
    {
        lock (_gate)
        {
            if (_full.Count == 0) return;
            _writer ??= Thread.CurrentThread;
            if (_writer != Thread.CurrentThread) return;
        }

        WriteAll();
    }

    void WriteAll()
    {
        while (Next() is { } batch)
        {
            try
            {
                draft.WriteRows(batch, dimensions, release);
            }
            catch (Exception e)
            {
                throw new IOException($"The recording could not be written: {ParquetTrouble.In(e)}", e);
            }
            finally
            {
                lock (_gate)
                {
                    _empty.Push(batch);
                    _writing = false;
                    Monitor.PulseAll(_gate);
                }
            }
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
                if ((_full.Count == 0 || _writing) && !Monitor.Wait(_gate, 50)) cancelled.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>Writes the rest.</summary>
    /// <exception cref="IOException">Rows could not be written.</exception>
    public void Finish() => WriteAll();

    RequestBatch? Next()
    {
        lock (_gate)
        {
            if (_writing || !_full.TryDequeue(out var batch)) return null;
            _writing = true;
            return batch;
        }
    }
}
