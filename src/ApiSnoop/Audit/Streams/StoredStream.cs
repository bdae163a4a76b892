using System.Security.Cryptography;

namespace ApiSnoop.Audit.Streams;

/// <summary>The bytes of an input as they are stored, counted and, if wanted, hashed as they are read.</summary>
internal sealed class StoredStream(Stream inner, bool hash) : ReadOnlyStream
{
    readonly IncrementalHash? _hash = hash ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;

    /// <summary>Whether the reader hashes what it reads itself, by <see cref="Hash"/>.</summary>
    public bool LeavesHashing { get; set; }

    /// <summary>How many bytes were read so far.</summary>
    public long BytesRead { get; private set; }

    /// <summary>The hash in lower-case hex, after <see cref="Finish"/>; empty before and if none was wanted.</summary>
    public string Sha256 { get; private set; } = "";

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        BytesRead += read;
        if (!LeavesHashing) Hash(buffer[..read]);
        return read;
    }

    /// <summary>Hashes what comes next.</summary>
    public void Hash(ReadOnlySpan<byte> bytes) => _hash?.AppendData(bytes);

    /// <summary>
    /// Reads what nobody asked for (such as the padding behind a gzip member), so that size and hash are those of the whole.
    /// </summary>
    public void Finish()
    {
        if (_hash is null || Sha256.Length > 0) return;
        LeavesHashing = false;
        Span<byte> rest = stackalloc byte[16 * 1024];
        while (Read(rest) > 0)
        {
        }

        Sha256 = Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash?.Dispose();
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
