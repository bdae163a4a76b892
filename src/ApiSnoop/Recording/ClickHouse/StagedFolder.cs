using System.Security.Cryptography;
using ApiSnoop.Recording.Store;

namespace ApiSnoop.Recording.ClickHouse;

/// <summary>
/// A folder of this machine for what is counted before it is sent, or brought before it is put together. It goes with its user.
/// </summary>
internal sealed class StagedFolder : IDisposable
{
    const string Held = "held";
    readonly FileStream _held;

    StagedFolder(RecordingFolder folder, FileStream held) => (Folder, _held) = (folder, held);

    /// <summary>The folder, as a store.</summary>
    public RecordingFolder Folder { get; }

    /// <summary>Makes one, and clears away those of loads that were killed.</summary>
    /// <param name="staging">The folder of all of them.</param>
    /// <param name="clock">Tells when a recording is made.</param>
    public static StagedFolder Make(string staging, TimeProvider clock)
    {
        Directory.CreateDirectory(staging);
        foreach (var old in Directory.GetDirectories(staging)) Clear(old);
        var folder = Path.Combine(staging, RandomNumberGenerator.GetHexString(16, lowercase: true));
        Directory.CreateDirectory(folder);
        var held = new FileStream(
            Path.Combine(folder, Held), FileMode.Create, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
        return new(new RecordingFolder(folder, clock), held);
    }

    /// <summary>Removes it.</summary>
    public void Dispose()
    {
        _held.Dispose();
        Clear(Folder.Location);
    }

    static void Clear(string folder)
    {
        try
        {
            // A load that lives holds it, and lets go however it ends.
            new FileStream(Path.Combine(folder, Held), FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another load's, or just being made.
        }
    }
}
