namespace ApiSnoop.Cli;

/// <summary>A file that a command was asked to write.</summary>
internal static class OutputFile
{
    /// <summary>Writes a file aside and renames it: a full disk must not leave half a table under the name that was asked for.</summary>
    /// <exception cref="UserException">There is no such folder.</exception>
    public static void Write(string path, Action<TextWriter> write) => WriteBytes(path, to =>
    {
        using var text = new StreamWriter(to, leaveOpen: true);
        write(text);
    });

    /// <summary>The same of bytes.</summary>
    /// <exception cref="UserException">There is no such folder.</exception>
    public static void WriteBytes(string path, Action<Stream> write)
    {
        if (IsDevice(Path.GetFullPath(path)))
        {
            using var device = new FileStream(path, FileMode.Open, FileAccess.Write);
            write(device);
            return;
        }

        var target = (File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName : null) ?? Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(target);
        if (!Directory.Exists(folder)) throw new UserException($"Cannot write {path}: there is no folder {folder}.");
        if (Directory.Exists(target)) throw new UserException($"Cannot write {path}: it is a folder. Name a file in it.");
        var aside = target + ".part";
        try
        {
            using (var file = File.Create(aside)) write(file);
            File.Move(aside, target, overwrite: true);
        }
        catch
        {
            File.Delete(aside);
            throw;
        }
    }

    /// <summary>The same for bytes.</summary>
    /// <exception cref="UserException">There is no such folder.</exception>
    public static void Write(string path, byte[] content) => Write(path, to =>
    {
        to.Flush();
        ((StreamWriter)to).BaseStream.Write(content);
    });

    /// <summary>What takes bytes but is no file must not be replaced by one.</summary>
    static bool IsDevice(string path) =>
        path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal);
}
