using System.Diagnostics.CodeAnalysis;

namespace ApiSnoop.Loading.Chunks;

/// <summary>
/// The chunks of a load that wait to be filled. There are three for each of several threads, so that a thread can read on while one before
/// it is kept waiting by the system; what they hold together bounds the memory of a load.
/// </summary>
internal sealed class FreeChunks(int threads)
{
    readonly Stack<ReadChunk> _free = [];
    int _unmade = threads == 1 ? 1 : 3 * threads;
    bool _called;

    /// <summary>Takes a chunk if there is one, the one that was used last.</summary>
    public bool TryTake([NotNullWhen(true)] out ReadChunk? chunk)
    {
        lock (_free)
        {
            if (_free.TryPop(out chunk)) return true;
            if (_unmade == 0) return false;
            _unmade--;
        }

        chunk = new ReadChunk();
        return true;
    }

    /// <summary>Waits until one may be free, or there is something else to do.</summary>
    /// <exception cref="OperationCanceledException">The load was stopped, so that none may become free.</exception>
    public void Await(CancellationToken cancelled)
    {
        lock (_free)
        {
            if (_free.Count == 0 && !_called && !Monitor.Wait(_free, 50)) cancelled.ThrowIfCancellationRequested();
            _called = false;
        }
    }

    /// <summary>Says to who waits that there is something else to do.</summary>
    public void Call()
    {
        lock (_free)
        {
            _called = true;
            Monitor.Pulse(_free);
        }
    }

    public void Give(ReadChunk chunk)
    {
        lock (_free)
        {
            _free.Push(chunk);
            Monitor.Pulse(_free);
        }
    }
}
