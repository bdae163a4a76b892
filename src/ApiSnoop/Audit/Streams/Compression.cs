using System.IO.Compression;
using ZstdSharp;

namespace ApiSnoop.Audit.Streams;

/// <summary>Tells compressed bytes by how they begin, never by a file's name.</summary>
internal static class Compression
{
    const int MagicLength = 6;

    // Logs are compressed by whoever rotates them and again by whoever ships them; nobody does it more often.
    const int MostLayers = 3;

    /// <summary>
    /// In bytes. Where a member of gzip fails its check, what the same read unpacked before is lost, so reads are kept
    /// small.
    /// </summary>
    const int GzipStep = 32 * 1024;

    /// <summary>Takes off the layers of gzip and zstd.</summary>
    /// <param name="stored">The bytes as stored; owned by what is returned.</param>
    /// <param name="layers">How many layers there were.</param>
    public static PeekingStream Unwrap(Stream stored, out int layers)
    {
        var stream = new PeekingStream(stored);
        for (layers = 0; layers < MostLayers; layers++)
        {
            var magic = stream.Peek(MagicLength);
            if (IsGzip(magic)) stream = new PeekingStream(new GZipStream(stream, CompressionMode.Decompress), GzipStep);
            else if (IsZstd(magic)) stream = new PeekingStream(new DecompressionStream(stream, leaveOpen: false));
            else break;
        }

        return stream;
    }

    /// <summary>The name of a compression that is known and not read, or null.</summary>
    public static string? Foreign(ReadOnlySpan<byte> start) =>
        start.StartsWith<byte>([0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0]) ? "xz"
        : start.StartsWith("BZh"u8) ? "bzip2"
        : start.StartsWith("PK\u0003\u0004"u8) ? "zip"
        : start.StartsWith<byte>([0x04, 0x22, 0x4D, 0x18]) ? "lz4"
        : start.StartsWith("7z"u8) && start.Length > 2 && start[2] == 0xBC ? "7z"
        : null;

    static bool IsGzip(ReadOnlySpan<byte> start) => start.StartsWith<byte>([0x1F, 0x8B, 8]);

    /// <summary>Zstd's frames, and the skippable ones that some tools put in front.</summary>
    static bool IsZstd(ReadOnlySpan<byte> start) =>
        start.StartsWith<byte>([0x28, 0xB5, 0x2F, 0xFD])
            || (start.Length > 3 && start[0] >> 4 == 5 && start[1..].StartsWith<byte>([0x2A, 0x4D, 0x18]));
}
