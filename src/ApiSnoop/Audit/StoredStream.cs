using System.Security.Cryptography;

namespace ApiSnoop.Audit;

/// <summary>The bytes of an input as they are stored, counted and, if wanted, hashed as they are read.</summary>
internal sealed class StoredStream(Stream inner, bool hash) : ReadOnlyStream
{
    readonly IncrementalHash? _hash = hash ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
    string? _sha256;

    /// <summary>How many bytes were read so far.</summary>
    public long BytesRead { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        BytesRead += read;
        _hash?.AppendData(buffer[..read]);
        return read;
    }

    /// <summary>Reads what nobody asked for (such as the padding behind a gzip member), so that size and hash are those of the whole.</summary>
    /// <returns>The hash in lower-case hex; empty when none was wanted.</returns>
    public string Finish()
    {
        if (_hash is null) return "";
        if (_sha256 is not null) return _sha256;
        Span<byte> rest = stackalloc byte[16 * 1024];
        while (Read(rest) > 0)
        {
        }

        return _sha256 = Convert.ToHexStringLower(_hash.GetHashAndReset());
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
