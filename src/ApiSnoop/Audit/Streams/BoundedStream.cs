namespace ApiSnoop.Audit.Streams;

/// <summary>The first bytes of a stream, up to a size.</summary>
internal sealed class BoundedStream(Stream inner, long length) : ReadOnlyStream
{
    long _left = length;

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer[..(int)Math.Min(buffer.Length, _left)]);
        _left -= read;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
