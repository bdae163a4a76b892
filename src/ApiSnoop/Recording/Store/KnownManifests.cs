using System.Collections.Concurrent;

namespace ApiSnoop.Recording.Store;

/// <summary>
/// The manifests of a store, each read again only when its file has changed: a page asks for all of them, and a store may have a
/// thousand. Safe for several threads.
/// </summary>
internal sealed class KnownManifests(TimeProvider clock)
{
    /// <summary>The times of two files that follow one another within a tick of the file system's clock may be the same.</summary>
    static readonly TimeSpan s_tooNew = TimeSpan.FromSeconds(2);

    readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    /// <summary>The facts in an app's folder; null when there are none.</summary>
    /// <exception cref="StoreException">The file is there but cannot be understood.</exception>
    public Manifest? In(string folder)
    {
        // Looked at before it is read: should it be replaced in between, it is read once more the next time.
        var file = new FileInfo(Path.Combine(folder, ManifestFile.Name));
        if (!file.Exists)
        {
            _known.TryRemove(folder, out _);
            return null;
        }

        var (written, length) = (file.LastWriteTimeUtc, file.Length);
        if (_known.TryGetValue(folder, out var known) && known.Written == written && known.Length == length) return known.Manifest;
        var manifest = ManifestFile.Read(folder);
        if (manifest is not null && clock.GetUtcNow().UtcDateTime - written > s_tooNew) _known[folder] = new(written, length, manifest);
        return manifest;
    }

    sealed record Known(DateTime Written, long Length, Manifest Manifest);
}
