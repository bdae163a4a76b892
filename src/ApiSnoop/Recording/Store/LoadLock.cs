namespace ApiSnoop.Recording.Store;

/// <summary>
/// Held while an app's recording is being changed. The system lets go of it when the process ends, however it ends, so a
/// killed load never blocks the next one; readers never need it.
/// </summary>
internal static class LoadLock
{
    public static FileStream Take(string storeDirectory, string app)
    {
        var folder = Path.Combine(storeDirectory, "locks");
        Directory.CreateDirectory(folder);
        // Outside the app's folder, so that removing the app does not remove the lock under someone who waits for it.
        var path = Path.Combine(folder, AppFolder.NameFor(app) + ".lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
        }
        catch (IOException e) when (e is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException))
        {
            throw new StoreException($"another load of \"{app}\" is running", e);
        }
    }
}
