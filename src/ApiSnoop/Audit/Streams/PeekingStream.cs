using System.Runtime.ExceptionServices;

namespace ApiSnoop.Audit.Streams;

/// <summary>
/// A stream whose next bytes can be looked at without losing them. What fails while looking ahead fails again when a reader
/// gets there, after it was given all that came before.
/// </summary>
/// <param name="inner">The stream; closed with this one.</param>
/// <param name="largestRead">How much is read of it at once, in bytes.</param>
internal sealed class PeekingStream(Stream inner, int largestRead = int.MaxValue) : ReadOnlyStream
{
    byte[] _peeked = [];
    int _start;
    int _end;
    ExceptionDispatchInfo? _failure;

    /// <summary>The next bytes, as many as asked for or all that are left.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        MakeRoom(count);
        while (_end - _start < count && ReadAhead() is > 0 and var read) _end += read;
        return _peeked.AsSpan(_start, Math.Min(count, _end - _start));
    }

    /// <summary>Takes bytes that were peeked.</summary>
    public void Skip(int count)
    {
        _start += count;
        if (_start == _end) (_start, _end) = (0, 0);
    }

    public override int Read(Span<byte> buffer)
    {
        if (_start == _end)
        {
            _failure?.Throw();
            return inner.Read(buffer[..Math.Min(buffer.Length, largestRead)]);
        }

        var taken = Math.Min(buffer.Length, _end - _start);
        _peeked.AsSpan(_start, taken).CopyTo(buffer);
        _start += taken;
        // Megabytes may have been looked at; they are of no use once they were read.
        if (_start == _end) (_peeked, _start, _end) = ([], 0, 0);
        return taken;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    int ReadAhead()
    {
        if (_failure is not null) return 0;
        try
        {
            return inner.Read(_peeked, _end, Math.Min(_peeked.Length - _end, largestRead));
        }
        catch (Exception e) when (LogStream.IsDamage(e))
        {
            _failure = ExceptionDispatchInfo.Capture(e);
            return 0;
        }
    }

    void MakeRoom(int count)
    {
        if (_peeked.Length - _start >= count) return;
        var grown = GC.AllocateUninitializedArray<byte>(count);
        _peeked.AsSpan(_start, _end - _start).CopyTo(grown);
        (_peeked, _end, _start) = (grown, _end - _start, 0);
    }
}
