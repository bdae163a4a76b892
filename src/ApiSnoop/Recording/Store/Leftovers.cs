namespace ApiSnoop.Recording.Store;

/// <summary>Clears away what dead loads and replaced recordings left. Only the holder of the app's load lock may.</summary>
internal static class Leftovers
{
    /// <summary>Deletes every file of a folder but those to keep, and the folder when nothing is left.</summary>
    public static void Folder(string folder, IReadOnlySet<string> keep)
    {
        try
        {
            foreach (var file in Directory.GetFiles(folder))
            {
                if (!keep.Contains(Path.GetFileName(file))) File.Delete(file);
            }

            if (keep.Count == 0) Directory.Delete(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // On Windows a file that someone reads cannot be deleted; the next load sweeps it.
        }
    }
}
