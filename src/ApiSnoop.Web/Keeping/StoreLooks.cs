namespace ApiSnoop.Web.Keeping;

/// <summary>
/// Looks at what pages are made from. One look serves everybody who asked before it began, so that a thousand readers cost no more than
/// a few, and nobody is told of a state that was over when they asked. Safe for several threads.
/// </summary>
/// <param name="look">Looks.</param>
/// <param name="clock">Tells when something was found to have changed.</param>
internal sealed class StoreLooks(Func<StoreMarks> look, TimeProvider clock)
{
    /// <summary>So many changes within two seconds are often.</summary>
    const int Often = 3;
    static readonly TimeSpan s_lately = TimeSpan.FromSeconds(2);

    readonly Queue<long> _changes = new();
    readonly Lock _lock = new();
    TaskCompletionSource<StoreState>? _next;
    bool _isLooking;
    (string Marks, StoreState State)? _last;

    /// <summary>The state at this moment or after it.</summary>
    public ValueTask<StoreState> Now()
    {
        lock (_lock)
        {
            if (_isLooking)
                return new((_next ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task);
            _isLooking = true;
        }

        try
        {
            return new(Look());
        }
        finally
        {
            if (Waiting() is { } waiting) ThreadPool.UnsafeQueueUserWorkItem(Serve, waiting, preferLocal: false);
        }
    }

    /// <summary>Whether the last looks found one load after another to have ended, as they do beside many loaders.</summary>
    public bool ChangesOften
    {
        get
        {
            lock (_changes) return _changes.Count == Often && clock.GetElapsedTime(_changes.Peek()) < s_lately;
        }
    }

    void Serve(TaskCompletionSource<StoreState> waiting)
    {
        for (var next = waiting; next is not null; next = Waiting())
        {
            try
            {
                next.SetResult(Look());
            }
            catch (Exception e)
            {
                // Whoever asked is told; there is nobody else who could be.
                next.SetException(e);
            }
        }
    }

    /// <summary>Those who asked during a look; with nobody waiting the next to ask looks for himself.</summary>
    TaskCompletionSource<StoreState>? Waiting()
    {
        lock (_lock)
        {
            var waiting = _next;
            _next = null;
            _isLooking = waiting is not null;
            return waiting;
        }
    }

    /// <summary>One at a time.</summary>
    StoreState Look()
    {
        var marks = look();
        var now = marks.All;
        if (_last is { } last && last.Marks == now) return last.State;
        var before = _last?.State;
        var state = new StoreState((before?.Number ?? 0) + 1, marks);
        _last = (now, state);
        Note(before is null ? 1 : marks.ChangesSince(before.Marks));
        return state;
    }

    /// <summary>A look may find more than one change: a store elsewhere is not asked for each page.</summary>
    void Note(int changes)
    {
        lock (_changes)
        {
            for (var i = 0; i < Math.Min(changes, Often); i++)
            {
                _changes.Enqueue(clock.GetTimestamp());
                if (_changes.Count > Often) _changes.Dequeue();
            }
        }
    }
}
