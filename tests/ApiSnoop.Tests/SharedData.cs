namespace ApiSnoop.Tests;

/// <summary>The folder of large documents and logs next to the repository, which the product itself never needs.</summary>
/// <remarks>What a test of truth needs at least is in tests/data, so that it runs everywhere; here is the rest.</remarks>
static class SharedData
{
    static readonly string s_root = Environment.GetEnvironmentVariable("APISNOOP_SHARED") is { Length: > 0 } set
        ? set
        : System.IO.Path.GetFullPath(Repository.Path("../shared/data"));

    /// <summary>The path of a shared file or folder; skips the running test where there is none.</summary>
    public static string Path(string relative)
    {
        var path = System.IO.Path.Combine(s_root, relative);
        if (!File.Exists(path) && !Directory.Exists(path))
            Assert.Skip($"needs '{relative.Split('/')[0]}' of the large inputs: put it in ../shared/data or set APISNOOP_SHARED.");
        return path;
    }
}
