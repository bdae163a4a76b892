namespace ApiSnoop.Recording.Sharing;

/// <summary>Sends a recording from one store to another, whatever they are.</summary>
public static class SentRecording
{
    /// <summary>Sends a recording. It is there whole or not at all, in place of one of that name.</summary>
    /// <param name="from">Where it is.</param>
    /// <param name="app">The app.</param>
    /// <param name="to">Where to.</param>
    /// <param name="name">What it is called there.</param>
    /// <param name="countsOnly">Whether to leave out single requests.</param>
    /// <returns>Its facts there, and its size as a file in bytes; null where there is no such recording.</returns>
    /// <exception cref="StoreException">A store does not answer, or cannot take it.</exception>
    public static (Manifest Manifest, long Bytes)? Send(RecordingStore from, string app, RecordingStore to, string name, bool countsOnly)
    {
        // Through a file: the recording may be larger than the memory, and is checked as one from elsewhere is.
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + RecordingFile.Extension);
        using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose,
        });
        if (RecordingFile.Export(from, app, file, countsOnly) is null) return null;
        file.Position = 0;
        return (RecordingFile.Import(to, file, name, replace: true), file.Length);
    }
}
