namespace ApiSnoop.Loading.Chunks;

/// <summary>
/// Lets the chunks of an input pass in the order in which they were taken. A thread that is done with a chunk out of turn leaves
/// it here and reads on; whoever is done with the chunk before lets both pass.
/// </summary>
internal sealed class ChunkOrder
{
    readonly object _gate = new();
    readonly Dictionary<long, ReadChunk> _waiting = [];
    long _next;
    bool _busy;

    /// <summary>Leaves a chunk, and lets all pass whose turn it is.</summary>
    /// <param name="ticket">The chunk's number, from 0.</param>
    /// <param name="chunk">The chunk.</param>
    /// <param name="pass">What is done with a chunk whose turn it is; never twice at a time.</param>
    /// <param name="isWanted">Whether the thread is wanted elsewhere, so that it should leave the rest to others.</param>
    public void Put(long ticket, ReadChunk chunk, Action<ReadChunk> pass, Func<bool>? isWanted = null)
    {
        lock (_gate) _waiting.Add(ticket, chunk);
        PassWaiting(pass, isWanted);
    }

    /// <summary>Lets all pass whose turn it is, unless another thread is at that.</summary>
    /// <returns>Whether there were any, also if the thread was wanted elsewhere before it let one pass.</returns>
    public bool PassWaiting(Action<ReadChunk> pass, Func<bool>? isWanted = null)
    {
        lock (_gate)
        {
            if (_busy || !_waiting.ContainsKey(_next)) return false;
            _busy = true;
        }

        while (Next(isWanted is not null && isWanted()) is { } next) pass(next);
        return true;
    }

    /// <summary>Waits until all chunks before have passed, and lets this one pass.</summary>
    /// <exception cref="OperationCanceledException">The load was stopped, so that the chunks before will never pass.</exception>
    public void Pass(long ticket, ReadChunk chunk, Action<ReadChunk> pass, CancellationToken cancelled)
    {
        lock (_gate)
        {
            while (_busy || _next != ticket)
                if (!Monitor.Wait(_gate, 50)) cancelled.ThrowIfCancellationRequested();
        }

        pass(chunk);
        lock (_gate) _next++;
    }

    ReadChunk? Next(bool isWanted)
    {
        lock (_gate)
        {
            if (!isWanted && _waiting.Remove(_next, out var chunk))
            {
                _next++;
                return chunk;
            }

            _busy = false;
            Monitor.PulseAll(_gate);
            return null;
        }
    }
}
