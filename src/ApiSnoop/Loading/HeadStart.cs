using System.Security.Cryptography;
using ApiSnoop.Catalog;
using ApiSnoop.Recording;
using ApiSnoop.Recording.Counts;
using ApiSnoop.Recording.Store;

namespace ApiSnoop.Loading;

/// <summary>What every load needs late, made ready on another thread while the command line is read and the inputs are looked at.</summary>
public static class HeadStart
{
    /// <summary>Begins, and returns at once.</summary>
    /// <param name="writes">Whether a recording will be written.</param>
    /// <returns>The thread that is at it, to be waited for before the process ends.</returns>
    public static Thread Begin(bool writes)
    {
        var thread = new Thread(() => MakeReady(writes)) { IsBackground = true, Name = "head start" };
        thread.Start();
        return thread;
    }

    static void MakeReady(bool writes)
    {
        try
        {
            _ = KubernetesCatalog.Shipped;
            if (!writes) return;
            _ = SHA256.HashData([]);
            ReadAndWriteManifest();
            // The first Parquet file of a process takes long: a library of 27 MB is loaded, and calls into it are compiled.
            CubeFile.Write(Nowhere, s_smallest);
            ParameterFile.Write(Nowhere, [new ParameterCount("operation", "name", 1)]);
        }
        catch (Exception)
        {
            // What is amiss is found again, and told, by the load itself.
        }
    }

    static void ReadAndWriteManifest()
    {
        using var bytes = new MemoryStream();
        ManifestJson.Write(bytes, new Manifest
        {
            App = "app",
            Release = "1.20",
            Sources = [new SourceFile("log", "", 1, 1, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch)],
            RequestFiles = ["requests"],
            From = DateTimeOffset.UnixEpoch,
        });
        _ = ManifestJson.Read(bytes.ToArray());
    }

    static string Nowhere => OperatingSystem.IsWindows() ? "NUL" : "/dev/null";

    static readonly Cube s_smallest =
        new([new Target("operation", default, "", "")], [""], [""], [""], [""], [new Cell(0, 0, 0, 0, 0, 0, 1)]);
}
