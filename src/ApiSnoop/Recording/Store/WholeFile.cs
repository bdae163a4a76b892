namespace ApiSnoop.Recording.Store;

/// <summary>A small file that is replaced in one step: who reads it sees the old one or the new one.</summary>
public static class WholeFile
{
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Replaces a file, or makes it; only its owner may read it.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        var aside = path + ".new";
        using (var stream = new FileStream(aside, options))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(aside, path, overwrite: true);
        DiskSync.Folder(Path.GetDirectoryName(path)!);
    }
}
