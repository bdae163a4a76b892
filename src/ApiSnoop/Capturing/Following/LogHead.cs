using System.Security.Cryptography;
using ApiSnoop.Audit.Streams;

namespace ApiSnoop.Capturing.Following;

/// <summary>
/// What a log is told by, whatever it is called and however it is packed: its first bytes, unpacked. Names change when logs are rotated,
/// and so do numbers of files.
/// </summary>
/// <param name="Length">How many of its bytes are known, 4 KiB at most.</param>
/// <param name="Hash">Their SHA-256 in hexadecimal.</param>
public sealed record LogHead(int Length, string Hash)
{
    const int Enough = 4096;

    /// <summary>Nothing is known of it yet.</summary>
    public static LogHead None { get; } = new(0, "");

    /// <summary>Whether all is known that may be.</summary>
    public bool IsWhole => Length == Enough;

    /// <summary>The head of a log, packed or not; as much as there is.</summary>
    internal static LogHead Of(Stream log)
    {
        var head = new byte[Enough];
        return Of(head.AsSpan(0, log.ReadAtLeast(head, Enough, throwOnEndOfStream: false)));
    }

    /// <summary>Whether a file begins so, unpacked.</summary>
    internal bool IsOf(string path)
    {
        try
        {
            using var log = Open(path);
            var head = new byte[Length];
            return log.ReadAtLeast(head, Length, throwOnEndOfStream: false) == Length && Of(head) == this;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>Opens a file that others may be writing, renaming and deleting, unpacked.</summary>
    internal static LogStream Open(string path) => new(OpenRaw(path), hash: false);

    /// <summary>The same as it is stored.</summary>
    internal static FileStream OpenRaw(string path) =>
        new(path, new FileStreamOptions { Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 });

    static LogHead Of(ReadOnlySpan<byte> head) => new(head.Length, Convert.ToHexStringLower(SHA256.HashData(head)));
}
