namespace ApiSnoop.Certification.Pictures;

/// <summary>The logos of apps: small PNG files, since a drawing could hold more than a picture.</summary>
public static class Logo
{
    /// <summary>The largest that is taken, in bytes.</summary>
    public const int Largest = 64 << 10;

    static readonly byte[] s_png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

    /// <summary>Reads a logo.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is no such picture.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static byte[] Read(string path)
    {
        if (new FileInfo(path).Length <= Largest && File.ReadAllBytes(path) is var bytes && bytes.AsSpan().StartsWith(s_png)) return bytes;
        throw new InvalidDataException($"{path} is no PNG of {Largest >> 10} KiB at most.");
    }

    /// <summary>The logo of an app, in a file named as the app is; null where there is none that can be shown.</summary>
    /// <param name="folder">The folder; empty for none.</param>
    /// <param name="app">The app.</param>
    public static byte[]? Of(string folder, string app)
    {
        if (folder.Length == 0 || app.AsSpan().ContainsAny('/', '\\', '\0')) return null;
        try
        {
            return Path.Combine(folder, app + ".png") is var path && File.Exists(path) ? Read(path) : null;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
