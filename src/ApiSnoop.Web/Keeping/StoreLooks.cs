using System.Security.Cryptography;
using System.Text;

namespace ApiSnoop.Web.Keeping;

/// <summary>
/// Looks at what pages are made from. One look serves everybody who asked before it began, so that a thousand readers cost no more than
/// a few, and nobody is told of a state that was over when they asked. Safe for several threads.
/// </summary>
/// <param name="stamp">A text that changes when anything that pages are made from does.</param>
internal sealed class StoreLooks(Func<string> stamp)
{
    readonly Lock _lock = new();
    TaskCompletionSource<StoreState>? _next;
    bool _isLooking;
    (string Stamp, StoreState State) _last = ("", new(0, ""));

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
        var now = stamp();
        if (now != _last.Stamp || _last.State.Number == 0)
        {
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(now)));
            _last = (now, new(_last.State.Number + 1, hash));
        }

        return _last.State;
    }
}
