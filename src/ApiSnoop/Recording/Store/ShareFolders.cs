using System.Collections.Immutable;
using System.Globalization;

namespace ApiSnoop.Recording.Store;

/// <summary>
/// Where the shares of a load wait to be put together: recordings like others, but in folders that no reader looks into.
/// </summary>
/// <param name="store">The store's folder.</param>
internal sealed class ShareFolders(string store)
{
    readonly string _shares = Path.Combine(store, "shares");

    /// <summary>The folder of a share, whether or not it exists.</summary>
    public string Of(string app, Share share) =>
        Path.Combine(FolderOf(app), string.Create(CultureInfo.InvariantCulture, $"{share.Number}-of-{share.Of}"));

    /// <summary>All shares of a load, which nobody else changes while they are held.</summary>
    /// <param name="app">The app.</param>
    /// <param name="of">How many shares there are to be.</param>
    /// <param name="read">Reads the recording in a folder.</param>
    /// <exception cref="MissingSharesException">Some are not there.</exception>
    /// <exception cref="StoreException">One is being loaded, or damaged.</exception>
    public TakenShares Take(string app, int of, Func<Manifest, string, StoredRecording> read)
    {
        var all = Share.All(of);
        var missing = all.Where(s => !File.Exists(Path.Combine(Of(app, s), ManifestFile.Name))).ToImmutableArray();
        if (!missing.IsEmpty) throw new MissingSharesException(app, of, missing);
        var locks = new List<FileStream>();
        void LetGo() => locks.ForEach(l => l.Dispose());
        try
        {
            foreach (var share in all) locks.Add(Take(app, share));
            return new([.. all.Select(s => Of(app, s)).Select(f => read(ManifestFile.Read(f)!, f))], () => Remove(app), LetGo);
        }
        catch
        {
            LetGo();
            throw;
        }
    }

    /// <summary>Keeps others from changing a share.</summary>
    /// <exception cref="StoreException">It is being loaded.</exception>
    public FileStream Take(string app, Share share)
    {
        // The folders above belong to all shares of all apps, of which many may begin at once.
        Directory.CreateDirectory(FolderOf(app));
        return LoadLock.Take(_shares, $"{app}, share {share}");
    }

    /// <summary>Removes all shares of an app, those of other divisions too.</summary>
    void Remove(string app)
    {
        try
        {
            Directory.Delete(FolderOf(app), recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // There are none.
        }
    }

    string FolderOf(string app) => Path.Combine(_shares, AppFolder.NameFor(app));
}
