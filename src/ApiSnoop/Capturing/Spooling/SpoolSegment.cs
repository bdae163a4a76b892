using System.Globalization;
using ApiSnoop.Recording.Store;
using Microsoft.Win32.SafeHandles;

namespace ApiSnoop.Capturing.Spooling;

/// <summary>One file of the spool: whole lines, each an event.</summary>
sealed class SpoolSegment : IDisposable
{
    const string Ending = ".log";
    const int Step = 64 * 1024;

    readonly SafeFileHandle _file;

    SpoolSegment(string path, long number, SafeFileHandle file, long length)
    {
        (Path, Number, _file, Length) = (path, number, file, length);
    }

    public string Path { get; }

    public long Number { get; }

    /// <summary>Bytes of whole lines.</summary>
    public long Length { get; private set; }

    /// <summary>The files of a folder, by their numbers, with the lengths that they have.</summary>
    public static SortedDictionary<long, long> In(string folder)
    {
        var found = new SortedDictionary<long, long>();
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*" + Ending))
            if (long.TryParse(System.IO.Path.GetFileNameWithoutExtension(file.Name), CultureInfo.InvariantCulture, out var number))
                found[number] = file.Length;
        return found;
    }

    public static string PathOf(string folder, long number) =>
        System.IO.Path.Combine(folder, number.ToString("D10", CultureInfo.InvariantCulture) + Ending);

    /// <summary>Makes a new, empty file, whose name is on the disk when this returns.</summary>
    public static SpoolSegment Create(string folder, long number)
    {
        var path = PathOf(folder, number);
        var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
        DiskSync.Folder(folder);
        return new SpoolSegment(path, number, file, 0);
    }

    /// <summary>Opens a file to go on with it: a line that a dying process wrote in part is cut off.</summary>
    public static SpoolSegment GoOnWith(string folder, long number)
    {
        var path = PathOf(folder, number);
        var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
        var length = EndOfLastLine(file);
        if (length < RandomAccess.GetLength(file)) RandomAccess.SetLength(file, length);
        RandomAccess.FlushToDisk(file);
        return new SpoolSegment(path, number, file, length);
    }

    /// <summary>Writes behind the last line. If that fails, nothing of it is left.</summary>
    /// <exception cref="IOException">The disk is full or broken.</exception>
    public void Append(Action<Action<ReadOnlyMemory<byte>>> lines)
    {
        var end = Length;
        try
        {
            lines(piece =>
            {
                RandomAccess.Write(_file, piece.Span, end);
                end += piece.Length;
            });
        }
        catch
        {
            RandomAccess.SetLength(_file, Length);
            throw;
        }

        Length = end;
    }

    /// <summary>Waits until all is on the disk.</summary>
    public void Flush() => RandomAccess.FlushToDisk(_file);

    /// <summary>Takes back what is not on the disk.</summary>
    public void CutTo(long length)
    {
        RandomAccess.SetLength(_file, length);
        Length = length;
    }

    public void Dispose() => _file.Dispose();

    static long EndOfLastLine(SafeFileHandle file)
    {
        var buffer = new byte[Step];
        for (var end = RandomAccess.GetLength(file); end > 0;)
        {
            var from = Math.Max(0, end - Step);
            var read = RandomAccess.Read(file, buffer.AsSpan(0, (int)(end - from)), from);
            if (buffer.AsSpan(0, read).LastIndexOf((byte)'\n') is >= 0 and var last) return from + last + 1;
            end = from;
        }

        return 0;
    }
}
