using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using ApiSnoop.Audit.Streams;
using ApiSnoop.Catalog;

namespace ApiSnoop.Conformance.Import;

/// <summary>A file about conformance, told by what is in it and never by its ending.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Bytes">Its bytes after decompression; empty for a log, which may be of any size.</param>
public sealed partial record ConformanceDocument(string Name, DocumentKind Kind, ReadOnlyMemory<byte> Bytes)
{
    const int LongestLook = 64 * 1024;

    /// <summary>The hash of the bytes, lower-case hex.</summary>
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Bytes.Span));

    /// <summary>The release that its name tells, such as that of <c>conformance-v1.36.yaml</c>; null for a name without one.</summary>
    public ReleaseVersion? NamedRelease => ReleaseInName().Match(Name) is { Success: true } match
        && ReleaseVersion.TryParse(match.Value, out var release) ? release : null;

    /// <summary>Looks at a file.</summary>
    /// <exception cref="InvalidDataException">It is a list that cannot be used, such as the text list of old releases.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ConformanceDocument Open(string path)
    {
        var name = Path.GetFileName(path);
        if (Directory.Exists(path) || IsLog(path)) return new(name, DocumentKind.Log, default);
        using var stream = UnpackedFile.Open(path);
        using var all = new MemoryStream();
        try
        {
            stream.CopyTo(all);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{name}: damaged gzip: {e.Message}", e);
        }
        return Read(name, all.ToArray());
    }

    /// <summary>Looks at the uncompressed bytes of a file.</summary>
    /// <exception cref="InvalidDataException">It is a list that cannot be used, such as the text list of old releases.</exception>
    public static ConformanceDocument Read(string name, ReadOnlyMemory<byte> bytes) =>
        new(name, DocumentKinds.Tell(name, bytes), bytes);

    /// <summary>Logs are long; only the start of a file is looked at to tell one.</summary>
    static bool IsLog(string path)
    {
        using var stream = UnpackedFile.Open(path);
        var start = new byte[LongestLook];
        var read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        var text = Encoding.UTF8.GetString(start, 0, read);
        return text.Contains("\"auditID\"", StringComparison.Ordinal) || text.Contains('\0', StringComparison.Ordinal);
    }

    [GeneratedRegex(@"v?1\.[0-9]+(?=[^0-9]|$)")]
    private static partial Regex ReleaseInName();
}
