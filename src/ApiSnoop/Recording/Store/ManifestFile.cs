using System.Text.Json;

namespace ApiSnoop.Recording.Store;

/// <summary>A recording's facts as a small JSON file; replacing it is what makes a load visible, all at once.</summary>
internal static class ManifestFile
{
    public const string Name = "manifest.json";
    const string Aside = "manifest.json.new";

    /// <summary>Reads the facts in an app's folder; null when there are none.</summary>
    /// <exception cref="StoreException">The file is there but cannot be understood.</exception>
    public static Manifest? Read(string folder)
    {
        var path = Path.Combine(folder, Name);
        try
        {
            var manifest = ManifestJson.Read(File.ReadAllBytes(path));
            Check(path, manifest);
            return manifest;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or UnauthorizedAccessException)
        {
            throw new StoreException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>Writes the facts aside, makes sure that they are on the disk, and puts them in the old ones' place.</summary>
    public static void Replace(string folder, Manifest manifest)
    {
        var aside = Path.Combine(folder, Aside);
        using (var stream = new FileStream(aside, FileMode.Create, FileAccess.Write))
        {
            ManifestJson.Write(stream, manifest);
            stream.Flush(flushToDisk: true);
        }

        File.Move(aside, Path.Combine(folder, Name), overwrite: true);
        DiskSync.Folder(folder);
    }

    /// <summary>The files that belong to a recording.</summary>
    public static IEnumerable<string> FilesOf(Manifest manifest)
    {
        yield return Name;
        yield return manifest.CubeFile;
        yield return manifest.ParameterFile;
        if (manifest.SpecFile.Length > 0) yield return manifest.SpecFile;
        foreach (var file in manifest.RequestFiles) yield return file;
    }

    static void Check(string path, Manifest manifest)
    {
        if (manifest.Format > Manifest.CurrentFormat)
            throw new StoreException($"{path}: written by a newer APISnoop ({manifest.ToolVersion}); update this one");
        if (manifest.Format < Manifest.OldestFormat)
            throw new StoreException(
                $"{path}: \"{manifest.App}\" was recorded by an older APISnoop ({manifest.ToolVersion}) in another format; load its log "
                    + $"again, or remove it with apisnoop remove-audit");
        foreach (var file in FilesOf(manifest))
        {
            // A manifest that was edited by hand must not lead out of its folder.
            if (file.Length == 0 || file != Path.GetFileName(file)) throw new StoreException($"{path}: \"{file}\" is no file name");
        }
    }
}
