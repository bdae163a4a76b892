using System.IO.Compression;

namespace ApiSnoop.Bench;

/// <summary>The log to measure with: the one that APISNOOP_BENCH_LOG names, else the bundled e2e demo.</summary>
internal static class BenchLog
{
    public static byte[] Read()
    {
        var path = Environment.GetEnvironmentVariable("APISNOOP_BENCH_LOG") ?? Path.Combine(Root(), "data", "demo", "e2e-v1.20.2.log.gz");
        using var file = File.OpenRead(path);
        using Stream log = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var bytes = new MemoryStream();
        log.CopyTo(bytes);
        return bytes.ToArray();
    }

    static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ApiSnoop.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException(
            "Run the benchmarks from a checkout, or name a log in APISNOOP_BENCH_LOG.");
    }
}
