using ApiSnoop.Audit.Streams;

namespace ApiSnoop.Audit.Archives;

/// <summary>The bytes of one member of an archive that can be sought.</summary>
/// <param name="archive">The archive, where the member starts.</param>
/// <param name="length">The member's length.</param>
internal sealed class TarRangeStream(Stream archive, long length) : ReadOnlyStream
{
    long _left = length;

    public override int Read(Span<byte> buffer)
    {
        var wanted = (int)Math.Min(buffer.Length, _left);
        var read = archive.Read(buffer[..wanted]);
        if (read == 0 && wanted > 0) throw new EndOfStreamException("The archive ends inside of it.");
        _left -= read;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) archive.Dispose();
        base.Dispose(disposing);
    }
}
