using ApiSnoop.Audit.Streams;

namespace ApiSnoop.Audit.Archives;

/// <summary>The bytes of one member of an archive; gives its place in the archive back when it is done with.</summary>
internal sealed class TarMemberStream(Stream member, Action done) : ReadOnlyStream
{
    bool _done;

    public override int Read(Span<byte> buffer) => member.Read(buffer);

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_done)
        {
            _done = true;
            done();
        }

        base.Dispose(disposing);
    }
}
