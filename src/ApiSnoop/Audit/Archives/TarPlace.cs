using System.Formats.Tar;

namespace ApiSnoop.Audit.Archives;

/// <summary>A place in an archive that moves from log to log.</summary>
internal sealed class TarPlace(Stream archive) : IDisposable
{
    readonly TarReader _reader = new(archive);

    /// <summary>Which log it is at, from 0; -1 before the first.</summary>
    public int Index { get; private set; } = -1;

    /// <summary>The bytes of the log that it is at; empty past the end.</summary>
    public Stream Current { get; private set; } = Stream.Null;

    /// <summary>Moves to the next log.</summary>
    public TarEntry? Next()
    {
        TarEntry? entry;
        do entry = _reader.GetNextEntry();
        while (entry is not null && !IsLog(entry));
        Index++;
        Current = entry?.DataStream ?? Stream.Null;
        return entry;
    }

    public void Dispose()
    {
        _reader.Dispose();
        archive.Dispose();
    }

    /// <summary>Hidden files are left out, as in folders: macOS puts a <c>._name</c> beside every name.</summary>
    static bool IsLog(TarEntry entry) =>
        entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile
        && !Path.GetFileName(entry.Name.AsSpan()).StartsWith('.');
}
