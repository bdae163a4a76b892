using System.Globalization;
using System.Security.Cryptography;
using ApiSnoop.Recording.Store;

namespace ApiSnoop.Recording.Sharing;

/// <summary>Puts the files of an import into a store, beside what is in force there, and then in force.</summary>
internal static class ImportedRecording
{
    /// <exception cref="InvalidDataException">What comes is not what was announced.</exception>
    /// <exception cref="StoreException">There is a recording of that name, or a load of it is running.</exception>
    public static Manifest Take(RecordingFolder store, ArchiveReader archive, FileList list, Manifest manifest, bool replace)
    {
        var folder = store.FolderOf(manifest.App);
        using var taken = LoadLock.Take(store.Location, manifest.App);
        if (!replace && File.Exists(Path.Combine(folder, ManifestFile.Name)))
            throw new StoreException($"there is a recording of \"{manifest.App}\" already: give --replace, or another name with --as");
        var isNew = !Directory.Exists(folder);
        Directory.CreateDirectory(folder);
        if (isNew) DiskSync.Folder(Path.GetDirectoryName(folder)!);
        manifest = Renamed(manifest, store.Clock);
        var names = ManifestFile.FilesOf(manifest).Skip(1).ToList();
        try
        {
            foreach (var (file, name) in list.Files.Skip(1).Zip(names)) Write(archive, file, Path.Combine(folder, name));
            archive.End();
            ImportCheck.Contents(store.Read(manifest));
        }
        catch (Exception e)
        {
            foreach (var name in names) File.Delete(Path.Combine(folder, name));
            if (isNew && !Directory.EnumerateFileSystemEntries(folder).Any()) Directory.Delete(folder);
            // Here the store's words for damage would say to load a log that the user does not have.
            if (e is StoreException) throw new InvalidDataException("its counts are damaged", e);
            throw;
        }

        ManifestFile.Replace(folder, manifest);
        Leftovers.Folder(folder, ManifestFile.FilesOf(manifest).ToHashSet(StringComparer.Ordinal));
        return manifest;
    }

    /// <summary>A name of a generation is never used twice in a store.</summary>
    static Manifest Renamed(Manifest manifest, TimeProvider clock)
    {
        var generation = string.Create(
            CultureInfo.InvariantCulture, $"{clock.GetUtcNow():yyyyMMddHHmmss}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}");
        return manifest with
        {
            CubeFile = $"cube-{generation}.parquet",
            ParameterFile = $"parameters-{generation}.parquet",
            SpecFile = manifest.SpecFile.Length == 0 ? "" : $"operations-{generation}.tsv",
            RequestFiles =
            [
                .. manifest.RequestFiles.Select((_, i) => string.Create(
                    CultureInfo.InvariantCulture, $"requests-{generation}-{i + 1}.parquet")),
            ],
        };
    }

    static void Write(ArchiveReader archive, ListedFile file, string path)
    {
        using var to = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        archive.Copy(file, to);
        to.Flush(flushToDisk: true);
    }
}
