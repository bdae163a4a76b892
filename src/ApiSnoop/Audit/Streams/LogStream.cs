using ZstdSharp;

namespace ApiSnoop.Audit.Streams;

/// <summary>
/// One input's log, decompressed. It ends where its bytes cannot be read any further, and says so in <see cref="Damage"/>:
/// what a cut-off or broken file still holds is worth reading.
/// </summary>
internal sealed class LogStream(Stream stored, bool hash) : ReadOnlyStream
{
    const int FewZeros = 1;
    const int ManyZeros = 128 * 1024;

    readonly StoredStream _stored = new(stored, hash);
    PeekingStream? _bytes;
    int _layers;
    long _skipped;

    /// <summary>Why the input ended early, in a sentence for the user, or null.</summary>
    public string? Damage { get; private set; }

    /// <summary>How many bytes were read so far, as stored: all of them once the log was read to its end.</summary>
    public long StoredBytes => _stored.BytesRead;

    /// <summary>The SHA-256 of the stored bytes in lower-case hex, if wanted, once the log was read to its end; empty before.</summary>
    public string Sha256 => _stored.Sha256;

    /// <summary>Whether the stored bytes are compressed; known after the first bytes were peeked or read.</summary>
    public bool IsCompressed => _layers > 0;

    /// <summary>
    /// Leaves hashing to the reader, if the log's bytes are hashed and are those that are stored. To hash takes longer than to
    /// read, and a reader with several threads need not keep them waiting for it.
    /// </summary>
    /// <returns>How many of the bytes that come next are hashed already; null when hashing is not left.</returns>
    public long? LeaveHashing()
    {
        _ = Bytes;
        if (!hash || IsCompressed) return null;
        _stored.LeavesHashing = true;
        return _stored.BytesRead - _skipped;
    }

    /// <summary>Hashes what comes next of what was read while that was left to the reader.</summary>
    public void Hash(ReadOnlySpan<byte> bytes) => _stored.Hash(bytes);

    /// <summary>Takes hashing back, of all that will be read from now on.</summary>
    public void TakeHashingBack() => _stored.LeavesHashing = false;

    /// <summary>The next bytes, as many as asked for or all that are left, without taking them.</summary>
    public ReadOnlySpan<byte> Peek(int count) => Bytes.Peek(count);

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        var read = ReadOn(buffer);
        if (read == 0 && !_stored.LeavesHashing) Finish();
        return read;
    }

    int ReadOn(Span<byte> buffer)
    {
        if (Damage is not null) return 0;
        try
        {
            return Bytes.Read(buffer);
        }
        catch (Exception e) when (IsDamage(e))
        {
            Damage = Describe(e);
            return 0;
        }
    }

    /// <summary>
    /// Completes the hash when the log was read to its end. Reading does so itself unless hashing was left to the reader.
    /// </summary>
    public void Finish()
    {
        try
        {
            _stored.Finish();
        }
        catch (Exception e) when (IsDamage(e))
        {
            Damage ??= Describe(e);
        }
    }

    /// <summary>How many zeros were stepped over at the start, of the decompressed bytes.</summary>
    public long SkippedZeros => _skipped;

    PeekingStream Bytes => _bytes ?? Unwrap();

    PeekingStream Unwrap()
    {
        _bytes = Compression.Unwrap(_stored, out _layers);
        SkipZeros(_bytes);
        return _bytes;
    }

    /// <summary>A log that was truncated while its writer wrote on begins with as many zeros as it was long.</summary>
    void SkipZeros(PeekingStream bytes)
    {
        var step = FewZeros;
        while (bytes.Peek(step) is [0, ..] start)
        {
            var zeros = start.IndexOfAnyExcept((byte)0);
            if (zeros < 0) zeros = start.Length;
            _skipped += zeros;
            bytes.Skip(zeros);
            step = ManyZeros;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _bytes?.Dispose();
            _stored.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>HttpIOException and EndOfStreamException are IOExceptions too.</summary>
    internal static bool IsDamage(Exception e) => e is InvalidDataException or IOException or ZstdException;

    internal static string Describe(Exception e) => e switch
    {
        // The framework speaks of archives and methods here, which is neither here nor there.
        InvalidDataException => "the compressed data is cut off or damaged; what could be unpacked before was read",
        ZstdException or EndOfStreamException =>
            $"the compressed data is cut off or damaged ({e.Message.TrimEnd('.')}); what came before was read",
        _ => $"it could not be read to its end ({e.Message.TrimEnd('.')}); what came before was read",
    };
}
