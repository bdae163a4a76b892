using System.Collections.Immutable;

namespace ApiSnoop.Recording.Store;

/// <summary>All shares of a load, which nobody else changes while they are held.</summary>
internal sealed class TakenShares : IDisposable
{
    readonly ShareFolders _folders;
    readonly string _app;
    readonly List<FileStream> _locks = [];

    TakenShares(ShareFolders folders, string app) => (_folders, _app) = (folders, app);

    /// <summary>The shares, by number.</summary>
    public ImmutableArray<StoredRecording> Recordings { get; private set; } = [];

    /// <summary>Takes the shares of an app.</summary>
    /// <param name="folders">Where they are.</param>
    /// <param name="app">The app.</param>
    /// <param name="of">How many there are to be.</param>
    /// <param name="read">Reads the recording in a folder.</param>
    /// <exception cref="MissingSharesException">Some are not there.</exception>
    /// <exception cref="StoreException">One is being loaded, or damaged.</exception>
    public static TakenShares Take(ShareFolders folders, string app, int of, Func<Manifest, string, StoredRecording> read)
    {
        var all = Enumerable.Range(1, of).Select(i => new Share(i, of)).ToList();
        var missing = all.Where(s => !File.Exists(Path.Combine(folders.Of(app, s), ManifestFile.Name))).ToImmutableArray();
        if (!missing.IsEmpty) throw new MissingSharesException(app, of, missing);
        var taken = new TakenShares(folders, app);
        try
        {
            foreach (var share in all) taken._locks.Add(folders.Take(app, share));
            taken.Recordings = [.. all.Select(s => folders.Of(app, s)).Select(f => read(ManifestFile.Read(f)!, f))];
            return taken;
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>Removes the shares: they are in a recording.</summary>
    public void Remove() => _folders.Remove(_app);

    /// <summary>Lets go of them.</summary>
    public void Dispose() => _locks.ForEach(l => l.Dispose());
}
