using System.Security.Cryptography;
using ApiSnoop.Audit.Streams;
using ApiSnoop.Audit.Wrappings;
using Microsoft.Win32.SafeHandles;

namespace ApiSnoop.Audit.Inputs;

/// <summary>One stream of log bytes to be read: a file, a member of an archive, a URL's content or standard input.</summary>
/// <remarks>
/// A file can be opened as often as one likes. A pipe or a URL gives its bytes once: what is peeked of it is kept for the
/// one that opens it.
/// </remarks>
internal sealed class LogInput(string name, long? length, Func<Stream> open) : IDisposable
{
    const int HashStep = 1 << 20;

    LogStream? _peeked;
    LogStream? _reading;
    long? _startsAt;

    /// <summary>What the user knows it by: a path, a URL, <c>(stdin)</c>, or <c>archive.tar.gz!member</c>.</summary>
    public string Name => name;

    /// <summary>The size as stored, or null where it is not known before it was read.</summary>
    public long? Length => length;

    /// <summary>Where an uncompressed regular file is: it can be read by ranges, over several threads. Else null.</summary>
    public string? PlainPath { get; init; }

    /// <summary>Whether it can be read by ranges.</summary>
    public bool IsPlainFile => PlainPath is not null;

    /// <summary>Whether its bytes come only once.</summary>
    public bool IsOnce { get; init; }

    /// <summary>Whether it may keep its reader waiting, as a pipe does.</summary>
    public bool IsPipe { get; init; }

    /// <summary>
    /// When it starts, microseconds since 1970 UTC; <see cref="AuditEvent.NoTime"/> for pipes, which may keep waiting, and
    /// where it cannot be told.
    /// </summary>
    public long StartsAt
    {
        get => _startsAt ??= IsPipe ? AuditEvent.NoTime : FirstEventTime.Of(this);
        init => _startsAt = value;
    }

    /// <summary>Whether its bytes are hashed as they are read.</summary>
    public bool IsHashed { get; init; } = true;

    /// <summary>How many stored bytes were read so far.</summary>
    public long StoredBytes => _reading?.StoredBytes ?? 0;

    /// <summary>
    /// The SHA-256 of the stored bytes in lower-case hex, once they were read to their end, if they are hashed; empty
    /// before.
    /// </summary>
    public string Sha256 => KnownHash ?? _reading?.Sha256 ?? "";

    /// <summary>What stands for the hash where it is known without reading: that of a spool's file, which still grows.</summary>
    public string? KnownHash { get; init; }

    /// <summary>Why the log ended early, in a sentence for the user, or null.</summary>
    public string? Damage => _reading?.Damage;

    /// <summary>The log's bytes, decompressed.</summary>
    public LogStream Open()
    {
        if (!IsOnce) return _reading = new LogStream(open(), IsHashed);
        if (_reading is not null) throw new InvalidOperationException($"{name} can be read only once.");
        return _reading = Once;
    }

    /// <summary>Looks at the first bytes, decompressed, without losing any.</summary>
    public TResult Peek<TResult>(int count, Func<ReadOnlySpan<byte>, TResult> look)
    {
        if (IsOnce) return look(Once.Peek(count));
        using var stream = new LogStream(open(), hash: false);
        return look(stream.Peek(count));
    }

    /// <summary>The same of the events in the log: unwrapped, if they stand in something else.</summary>
    public TResult PeekEvents<TResult>(int count, Func<ReadOnlySpan<byte>, TResult> look) =>
        Peek(count, head => look(Wrapping.Unwrap(head, isAll: head.Length < count)));

    /// <summary>A plain file's handle for reading by ranges.</summary>
    public SafeFileHandle OpenPlainFile() =>
        File.OpenHandle(PlainPath!, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>
    /// The SHA-256 of the stored bytes in lower-case hex, found by reading them now; null where they come only once, or cannot be read
    /// to their end.
    /// </summary>
    public string? HashNow(CancellationToken cancelled)
    {
        if (IsOnce) return null;
        try
        {
            using var stored = open();
            return HashOf(stored, cancelled);
        }
        catch (Exception e) when (LogStream.IsDamage(e))
        {
            return null;
        }
    }

    static string HashOf(Stream stored, CancellationToken cancelled)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = GC.AllocateUninitializedArray<byte>(HashStep);
        while (stored.Read(buffer) is > 0 and var read)
        {
            cancelled.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, read);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <inheritdoc/>
    public void Dispose() => _peeked?.Dispose();

    LogStream Once => _peeked ??= new LogStream(open(), IsHashed);
}
