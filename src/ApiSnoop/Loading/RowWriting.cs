using System.Collections.Concurrent;
using ApiSnoop.Catalog;
using ApiSnoop.Recording;

namespace ApiSnoop.Loading;

/// <summary>Writes batches of rows on a thread of its own while others are being filled.</summary>
internal sealed class RowWriting : IDisposable
{
    /// <summary>One batch is being filled, one written, one waits: more would only cost memory.</summary>
    const int Batches = 2;

    readonly BlockingCollection<RequestBatch> _full = new(Batches);
    readonly BlockingCollection<RequestBatch> _empty = new(Batches + 1);
    readonly Thread _thread;
    Exception? _failure;

    public RowWriting(RecordingDraft draft, Dimensions dimensions, Release release)
    {
        for (var i = 0; i < Batches; i++) _empty.Add(new RequestBatch());
        _thread = new Thread(() => WriteAll(draft, dimensions, release)) { IsBackground = true, Name = "rows" };
        _thread.Start();
    }

    /// <summary>Takes a full batch and gives an empty one.</summary>
    public RequestBatch Exchange(RequestBatch full)
    {
        _full.Add(full);
        return _empty.Take();
    }

    /// <summary>Waits until all rows are written.</summary>
    /// <exception cref="IOException">Rows could not be written.</exception>
    public void Finish()
    {
        _full.CompleteAdding();
        _thread.Join();
        if (_failure is not null) throw new IOException($"The rows could not be written: {_failure.Message}", _failure);
    }

    public void Dispose()
    {
        if (!_full.IsAddingCompleted) _full.CompleteAdding();
        _thread.Join();
        _full.Dispose();
        _empty.Dispose();
    }

    void WriteAll(RecordingDraft draft, Dimensions dimensions, Release release)
    {
        foreach (var batch in _full.GetConsumingEnumerable())
        {
            // After a failure the batches still go round, so that the readers do not wait for ever.
            if (_failure is null) TryWrite(draft, batch, dimensions, release);
            _empty.Add(batch);
        }
    }

    void TryWrite(RecordingDraft draft, RequestBatch batch, Dimensions dimensions, Release release)
    {
        try
        {
            draft.WriteRows(batch, dimensions, release);
        }
        catch (Exception e)
        {
            _failure = e;
        }
    }
}
