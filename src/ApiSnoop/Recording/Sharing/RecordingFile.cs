using System.Security.Cryptography;
using ApiSnoop.Recording.Store;

namespace ApiSnoop.Recording.Sharing;

/// <summary>A recording as one file that can be sent: a tar archive of its files, with a list of their sizes and hashes first.</summary>
public static class RecordingFile
{
    /// <summary>What such a file's name ends with.</summary>
    public const string Extension = ".apisnoop";

    /// <summary>What the manifest of an export without rows says.</summary>
    internal const string CountsOnlyNote =
        "It holds counts only: single requests were left out of its export, so that spans of time and audit ids cannot be asked for, and "
            + "requests that another recording holds too are counted again.";

    /// <summary>Writes an app's recording.</summary>
    /// <param name="store">Where it is.</param>
    /// <param name="app">The app.</param>
    /// <param name="to">Where to.</param>
    /// <param name="countsOnly">Whether to leave out single requests, with their times, audit ids and URIs.</param>
    /// <returns>The facts as written, or null where there is no such recording.</returns>
    /// <exception cref="StoreException">The recording is damaged, or was made by an older version.</exception>
    public static Manifest? Export(RecordingStore store, string app, Stream to, bool countsOnly)
    {
        // Once they are open a load that replaces the recording takes nothing away.
        using var open = store.Open(app, stored => new OpenFiles(stored, countsOnly));
        if (open is null) return null;
        var list = new FileList(open.Manifest.HoldsCountsOnly, [.. open.Files.Select(Listed)]);
        Write(to, FileList.Name, new MemoryStream(list.ToJson()), open.Manifest.LoadedAt);
        foreach (var (name, content) in open.Files) Write(to, name, content, open.Manifest.LoadedAt);
        to.Write(new byte[2 * TarBlock.Size]);
        return open.Manifest;
    }

    /// <summary>Takes a recording into a store. It is there whole or not at all.</summary>
    /// <param name="store">Where to.</param>
    /// <param name="from">What <see cref="Export"/> wrote; it may be anything.</param>
    /// <param name="app">What to call it; null for its own name.</param>
    /// <param name="replace">Whether to replace a recording of that name.</param>
    /// <returns>The facts of the recording.</returns>
    /// <exception cref="InvalidDataException">It is no recording, or was changed; the message says what is wrong.</exception>
    /// <exception cref="StoreException">There is a recording of that name already, or a load of it is running.</exception>
    public static Manifest Import(RecordingStore store, Stream from, string? app = null, bool replace = false)
    {
        var archive = new ArchiveReader(from);
        var list = FileList.Read(archive.ReadWhole(FileList.Name, FileList.Largest));
        var manifest = ImportCheck.Manifest(archive, list);
        if (app is not null) manifest = manifest with { App = app };
        return store.Receive(manifest.App, replace, folder => ImportedRecording.Take(folder, archive, list, manifest, replace));
    }

    static ListedFile Listed((string Name, Stream Content) file)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(file.Content));
        file.Content.Position = 0;
        return file.Content.Length <= TarBlock.LargestFile ? new(file.Name, file.Content.Length, hash)
            : throw new StoreException($"{file.Name} is too large to be exported: {file.Content.Length} bytes; try --counts-only");
    }

    static void Write(Stream to, string name, Stream content, DateTimeOffset written)
    {
        to.Write(TarBlock.Of(name, content.Length, written));
        content.CopyTo(to);
        to.Write(new byte[(TarBlock.Size - content.Length % TarBlock.Size) % TarBlock.Size]);
    }

    /// <summary>The files of a recording, opened all at once.</summary>
    sealed class OpenFiles : IDisposable
    {
        public OpenFiles(StoredRecording stored, bool countsOnly)
        {
            if (stored.Manifest.Format < Manifest.CurrentFormat)
                throw new StoreException(
                    $"the recording of \"{stored.Manifest.App}\" was made by an older APISnoop ({stored.Manifest.ToolVersion}): load its "
                        + "logs anew");
            Manifest = countsOnly && stored.Manifest.RequestFiles.Length > 0
                ? stored.Manifest with { RequestFiles = [], Notes = [.. stored.Manifest.Notes, CountsOnlyNote] }
                : stored.Manifest;
            var manifest = new MemoryStream();
            ManifestJson.Write(manifest, Manifest);
            manifest.Position = 0;
            Files.Add((ManifestFile.Name, manifest));
            try
            {
                var folder = Path.GetDirectoryName(stored.ParameterFile)!;
                foreach (var name in ManifestFile.FilesOf(Manifest).Skip(1)) Files.Add((name, File.OpenRead(Path.Combine(folder, name))));
            }
            catch
            {
                Dispose();
                throw;
            }
        }

        public Manifest Manifest { get; }

        public List<(string Name, Stream Content)> Files { get; } = [];

        public void Dispose() => Files.ForEach(f => f.Content.Dispose());
    }
}
