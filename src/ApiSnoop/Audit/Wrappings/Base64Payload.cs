using System.Buffers.Text;

namespace ApiSnoop.Audit.Wrappings;

/// <summary>Payloads in base64, as subscriptions to a cloud's log carry them.</summary>
internal static class Base64Payload
{
    const int Shortest = 24;

    /// <summary>Whether a text begins as base64 of gzip, of zstd, or of a JSON object or array does.</summary>
    public static bool MayBe(ReadOnlySpan<byte> text) =>
        text.Length >= Shortest
            && (text.StartsWith("H4sI"u8) || text.StartsWith("eyJ"u8) || text.StartsWith("ewo"u8) || text.StartsWith("W3s"u8)
                || text.StartsWith("KLUv"u8));

    /// <summary>The bytes, or null where it is no base64 after all.</summary>
    public static byte[]? Decode(ReadOnlySpan<byte> text)
    {
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        var status = Base64.DecodeFromUtf8(text, bytes, out _, out var written);
        return status == System.Buffers.OperationStatus.Done && written > 0 ? bytes[..written] : null;
    }

    /// <summary>Whether the bytes are compressed.</summary>
    public static bool IsPacked(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith<byte>([0x1F, 0x8B]) || bytes.StartsWith<byte>([0x28, 0xB5, 0x2F, 0xFD]);
}

/// <summary>A compressed payload that waits to be unwrapped.</summary>
/// <param name="Bytes">Its bytes.</param>
/// <param name="LineFeeds">Line feeds of the input before its record.</param>
/// <param name="Via">The way to it.</param>
internal sealed record PackedPayload(byte[] Bytes, long LineFeeds, Via Via);
