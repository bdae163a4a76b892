namespace ApiSnoop.Capturing.Following;

/// <summary>A stream that comes once and slowly, such as <c>ssh … tail -F</c>, read on a thread of its own as that waits.</summary>
sealed class FollowedPipe
{
    const int Step = 1 << 20;

    readonly Lock _lock = new();
    readonly List<byte[]> _lines = [];
    byte[] _rest = [];

    public FollowedPipe(Stream pipe) => new Thread(() => Read(pipe)) { IsBackground = true, Name = "followed pipe" }.Start();

    /// <summary>Whether nothing comes any more, and all was given.</summary>
    public bool Ended { get; private set; }

    /// <summary>Gives what came since, in whole lines.</summary>
    public void Poll(Action<ReadOnlySpan<byte>> give)
    {
        byte[] all;
        lock (_lock)
        {
            all = [.. _lines.SelectMany(l => l)];
            _lines.Clear();
        }

        if (all.Length > 0) give(all);
    }

    /// <summary>Whether its writer is done and everything was taken.</summary>
    public bool IsDone
    {
        get
        {
            lock (_lock) return Ended && _lines.Count == 0;
        }
    }

    void Read(Stream pipe)
    {
        using var log = new Audit.Streams.LogStream(pipe, hash: false);
        var buffer = GC.AllocateUninitializedArray<byte>(Step);
        while (log.Read(buffer) is > 0 and var read)
        {
            var end = buffer.AsSpan(0, read).LastIndexOf((byte)'\n') + 1;
            lock (_lock)
            {
                if (end > 0) _lines.Add([.. _rest, .. buffer.AsSpan(0, end)]);
                _rest = end > 0 ? buffer.AsSpan(end, read - end).ToArray() : [.. _rest, .. buffer.AsSpan(0, read)];
            }

            // What is read faster than it is taken must not fill the memory.
            while (Waiting > 64 * Step) Thread.Sleep(50);
        }

        lock (_lock)
        {
            if (_rest.Length > 0) _lines.Add([.. _rest, (byte)'\n']);
            Ended = true;
        }
    }

    long Waiting
    {
        get
        {
            lock (_lock) return _lines.Sum(l => (long)l.Length);
        }
    }
}
