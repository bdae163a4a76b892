#pragma warning disable CA1822, CA1001
using System.IO.Compression;
using System.Security.Cryptography;
namespace ApiSnoop.Audit;
/// <summary>Placeholder.</summary>
internal sealed class LogInput(string name)
{
    HashingStream? _stored;
    public string Name => name;
    public long? Length => File.Exists(name) ? new FileInfo(name).Length : null;
    public long StoredBytes => _stored?.Count ?? 0;
    public string Sha256 => _stored?.Hash() ?? "";
    public string? Damage => null;
    public Stream Open()
    {
        var file = File.OpenRead(name);
        var magic = new byte[4];
        var read = file.ReadAtLeast(magic, 4, false);
        file.Position = 0;
        _stored = new HashingStream(file);
        return read >= 2 && magic[0] == 0x1f && magic[1] == 0x8b ? new GZipStream(_stored, CompressionMode.Decompress) : _stored;
    }
    sealed class HashingStream(Stream inner) : Stream
    {
        readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        public long Count;
        public string Hash() => Convert.ToHexStringLower(_hash.GetCurrentHash());
        public override int Read(Span<byte> buffer) { var n = inner.Read(buffer); _hash.AppendData(buffer[..n]); Count += n; return n; }
        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
        public override bool CanRead => true; public override bool CanSeek => false; public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException(); public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override void Flush() { } public override long Seek(long o, SeekOrigin s) => throw new NotSupportedException(); public override void SetLength(long v) => throw new NotSupportedException(); public override void Write(byte[] b, int o, int c) => throw new NotSupportedException();
        protected override void Dispose(bool disposing) { inner.Dispose(); base.Dispose(disposing); }
    }
}
/// <summary>Placeholder.</summary>
public sealed class LogInputException(string message) : Exception(message);
internal static class LogInputs
{
    public static IReadOnlyList<LogInput> Expand(IReadOnlyList<string> a) => [.. a.Select(x => new LogInput(x))];
    public static IReadOnlyList<LogInput> InTimeOrder(IReadOnlyList<LogInput> a) => a;
}
internal sealed record ReleaseEvidence(Catalog.ReleaseVersion? Version, string Sentence)
{
    public static ReleaseEvidence Of(IReadOnlyList<LogInput> inputs) => new(new(1, 20), "placeholder");
}
