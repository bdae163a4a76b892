namespace ApiSnoop.Audit.Archives;

/// <summary>A temporary file for what comes only once, or only from front to back, and is needed again.</summary>
internal static class TemporaryFile
{
    /// <summary>Where such files are.</summary>
    public static string Folder => Path.GetTempPath();

    /// <summary>How many bytes there is room for.</summary>
    /// <exception cref="IOException">The folder cannot be looked at.</exception>
    public static long Room => new DriveInfo(Folder).AvailableFreeSpace;

    /// <summary>Puts what is left of a stream aside.</summary>
    /// <returns>A file that goes when it is closed, and at the latest when the process ends, unless it is killed.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static FileStream Of(Stream stream, CancellationToken cancelled)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            Options = FileOptions.DeleteOnClose,
            BufferSize = 0,
        };
        // The folder is everybody's; the log is not.
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var aside = new FileStream(Path.Combine(Folder, $"apisnoop-{Guid.NewGuid():N}.tar"), options);
        // Who waits for a pipe cannot be stopped, and so not close the file, when the process has to end.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete(aside.Name);
        try
        {
            var buffer = GC.AllocateUninitializedArray<byte>(1 << 20);
            while (stream.Read(buffer) is > 0 and var read)
            {
                cancelled.ThrowIfCancellationRequested();
                aside.Write(buffer.AsSpan(0, read));
            }

            return aside;
        }
        catch
        {
            aside.Dispose();
            throw;
        }
    }

    /// <summary>Opens the file once more, at its start.</summary>
    public static FileStream Reopen(FileStream aside) =>
        new(aside.Name,
            new FileStreamOptions { Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0, Options = FileOptions.SequentialScan });
}
