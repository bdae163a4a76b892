namespace ApiSnoop.Cli;

/// <summary>A file that may hold a token.</summary>
internal static class SecretFile
{
    /// <summary>Writes a text; a secret one so that from its first byte on only its owner may read it.</summary>
    public static void Write(string path, string text, bool isSecret = true)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (isSecret && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            // What is there already would keep its mode.
            if (File.Exists(path)) File.SetUnixFileMode(path, options.UnixCreateMode.Value);
        }

        using var file = new StreamWriter(path, options);
        file.Write(text);
    }
}
