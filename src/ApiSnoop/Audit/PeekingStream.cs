namespace ApiSnoop.Audit;

/// <summary>A stream whose next bytes can be looked at without losing them.</summary>
internal sealed class PeekingStream(Stream inner) : ReadOnlyStream
{
    byte[] _peeked = [];
    int _start;
    int _end;

    /// <summary>The next bytes, as many as asked for or all that are left.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        MakeRoom(count);
        while (_end - _start < count)
        {
            var read = inner.Read(_peeked, _end, _peeked.Length - _end);
            if (read == 0) break;
            _end += read;
        }

        return Peeked(count);
    }

    /// <summary>What was already looked at, without reading on.</summary>
    public ReadOnlySpan<byte> Peeked(int count) => _peeked.AsSpan(_start, Math.Min(count, _end - _start));

    public override int Read(Span<byte> buffer) => _start == _end ? inner.Read(buffer) : ReadPeeked(buffer);

    /// <summary>Takes of what was already looked at, without reading on.</summary>
    public int ReadPeeked(Span<byte> buffer)
    {
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

    void MakeRoom(int count)
    {
        if (_peeked.Length - _start >= count) return;
        var grown = GC.AllocateUninitializedArray<byte>(count);
        _peeked.AsSpan(_start, _end - _start).CopyTo(grown);
        (_peeked, _end, _start) = (grown, _end - _start, 0);
    }
}
