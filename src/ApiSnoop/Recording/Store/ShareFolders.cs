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

    /// <summary>Keeps others from changing a share.</summary>
    /// <exception cref="StoreException">It is being loaded.</exception>
    public FileStream Take(string app, Share share)
    {
        // The folders above belong to all shares of all apps, of which many may begin at once.
        Directory.CreateDirectory(FolderOf(app));
        return LoadLock.Take(_shares, $"{app}, share {share}");
    }

    /// <summary>Removes all shares of an app, those of other divisions too.</summary>
    public void Remove(string app)
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
