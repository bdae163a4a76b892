namespace ApiSnoop.Audit.Streams;

/// <summary>
/// Reads a stream ahead on a thread of its own: for one whose bytes take work to come by, so that those who use them do not wait.
/// </summary>
internal sealed class ReadAheadStream : ReadOnlyStream
{
    /// <summary>In bytes; about as much as is worth handing over at once.</summary>
    const int BlockSize = 256 * 1024;

    const int Blocks = 4;

    readonly Stream _inner;
    readonly object _gate = new();
    readonly Queue<(byte[] Bytes, int Length)> _full = new();
    readonly Stack<byte[]> _empty = new();
    Thread? _reading;
    byte[]? _block;
    int _at, _length;
    Exception? _failure;
    bool _ended, _closed;

    /// <param name="inner">The stream; closed with this one, or as soon as a read of it returns.</param>
    public ReadAheadStream(Stream inner)
    {
        _inner = inner;
        for (var i = 0; i < Blocks; i++) _empty.Push(new byte[BlockSize]);
    }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        if (_at == _length && !Next()) return 0;
        var count = Math.Min(buffer.Length, _length - _at);
        _block.AsSpan(_at, count).CopyTo(buffer);
        _at += count;
        return count;
    }

    /// <summary>Takes the next block.</summary>
    /// <returns>False at the end of the stream.</returns>
    bool Next()
    {
        if (_reading is null)
        {
            _reading = new Thread(ReadOn) { IsBackground = true, Name = "unwrapping" };
            _reading.Start();
        }

        lock (_gate)
        {
            if (_block is not null) _empty.Push(_block);
            (_block, _at, _length) = (null, 0, 0);
            Monitor.PulseAll(_gate);
            while (_full.Count == 0 && !_ended) Monitor.Wait(_gate);
            if (_full.TryDequeue(out var next))
            {
                (_block, _length) = next;
                return true;
            }
        }

        if (_failure is { } failure) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        return false;
    }

    void ReadOn()
    {
        while (Empty() is { } block)
        {
            var length = Fill(block);
            lock (_gate)
            {
                if (length > 0) _full.Enqueue((block, length));
                if (length < block.Length) break;
                Monitor.PulseAll(_gate);
            }
        }

        End();
    }

    /// <summary>Fills a block, but for the last one.</summary>
    int Fill(Span<byte> block)
    {
        var length = 0;
        try
        {
            while (length < block.Length && _inner.Read(block[length..]) is > 0 and var read) length += read;
        }
        catch (Exception e)
        {
            // Told to whoever reads on, after what came before.
            _failure = e;
        }

        return length;
    }

    byte[]? Empty()
    {
        lock (_gate)
        {
            while (_empty.Count == 0 && !_closed) Monitor.Wait(_gate);
            return _closed ? null : _empty.Pop();
        }
    }

    void End()
    {
        bool closed;
        lock (_gate)
        {
            (_ended, closed) = (true, _closed);
            Monitor.PulseAll(_gate);
        }

        if (closed) _inner.Dispose();
    }

    /// <summary>A read of a pipe that nobody writes to never returns, so it is left and not waited for.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            bool isReading;
            lock (_gate)
            {
                if (_closed) return;
                (_closed, isReading) = (true, _reading is not null && !_ended);
                Monitor.PulseAll(_gate);
            }

            if (!isReading) _inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
