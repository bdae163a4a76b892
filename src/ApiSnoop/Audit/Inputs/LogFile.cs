using ApiSnoop.Audit.Archives;
using ApiSnoop.Audit.Streams;

namespace ApiSnoop.Audit.Inputs;

/// <summary>A regular file as an input, up to the size that it has now: an API server may still be writing to it.</summary>
internal static class LogFile
{
    const int EnoughForTar = TarHeader.Length;

    /// <summary>The inputs that a file holds: itself, or the members of the archive that it is.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="name">What the user calls it.</param>
    /// <param name="found">Takes the inputs and what the user should know of them.</param>
    public static void Find(string path, string name, LogInputSet found)
    {
        var length = new FileInfo(path).Length;
        Stream Open() => OpenUpTo(path, length);
        using var start = new LogStream(Open(), hash: false);
        var head = start.Peek(EnoughForTar);
        if (Compression.Foreign(head) is { } foreign)
            throw new LogInputException(
                $"{name} is compressed with {foreign}, which is not read. Unpack it first; gzip, zstd and tar are read as they are.");
        if (!TarHeader.IsOne(head))
            found.Add(new LogInput(name, length, Open) { PlainPath = start.IsCompressed ? null : path, IsHashed = found.IsHashed });
        // An archive that is not compressed is left seekable, so that its members are skipped without reading them.
        else found.Add(name, new TarArchive(name, start.IsCompressed ? () => Compression.Unwrap(Open(), out _) : () => Raw(path)));
    }

    /// <summary>
    /// Opens a path that is no regular file but gives bytes once, as the shell's <c>&lt;(command)</c> does; null for a
    /// regular file.
    /// </summary>
    public static FileStream? OpenPipe(string path)
    {
        var stream = Raw(path);
        if (!stream.CanSeek) return stream;
        stream.Dispose();
        return null;
    }

    static BoundedStream OpenUpTo(string path, long length) => new(Raw(path), length);

    static FileStream Raw(string path) =>
        new(path, new FileStreamOptions
        {
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
            Options = FileOptions.SequentialScan
        });
}
