namespace ApiSnoop.Audit.Streams;

/// <summary>A file that may be packed with gzip or zstd, which is told by its content.</summary>
public static class UnpackedFile
{
    /// <summary>Opens it as it is without its packing.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static Stream Open(string path) => Compression.Unwrap(File.OpenRead(path), out _);
}
