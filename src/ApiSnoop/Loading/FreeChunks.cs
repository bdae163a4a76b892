namespace ApiSnoop.Loading;

/// <summary>
/// The chunks of a load that wait to be filled. There are a few more than threads, so that a thread can read on while one before
/// it is kept waiting by the system; what they hold together bounds the memory of a load.
/// </summary>
internal sealed class FreeChunks(int threads)
{
    readonly Stack<ReadChunk> _free = [];
    int _unmade = threads == 1 ? 1 : 3 * threads;

    /// <summary>Takes a chunk, the one that was used last if there is one.</summary>
    /// <exception cref="OperationCanceledException">The load was stopped, so that none may become free.</exception>
    public ReadChunk Take(CancellationToken cancelled)
    {
        lock (_free)
        {
            while (true)
            {
                if (_free.TryPop(out var chunk)) return chunk;
                if (_unmade > 0)
                {
                    _unmade--;
                    return new ReadChunk();
                }

                if (!Monitor.Wait(_free, 50)) cancelled.ThrowIfCancellationRequested();
            }
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
