namespace ApiSnoop.Tests;

/// <summary>The folder of documents and logs next to the repository, which the product itself never needs.</summary>
static class SharedData
{
    static readonly string? Root = Find();

    /// <summary>The path of a shared file or folder; skips the running test where there is none.</summary>
    public static string Path(string relative)
    {
        var path = Root is null ? null : System.IO.Path.Combine(Root, relative);
        if (path is null || !(File.Exists(path) || Directory.Exists(path)))
            Assert.Skip($"There is no shared data '{relative}': put it in ../shared/data or set APISNOOP_SHARED to its folder.");
        return path;
    }

    static string? Find()
    {
        if (Environment.GetEnvironmentVariable("APISNOOP_SHARED") is { Length: > 0 } set) return set;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "ApiSnoop.slnx")))
                return System.IO.Path.GetFullPath(System.IO.Path.Combine(folder.FullName, "..", "shared", "data"));
        }
        return null;
    }
}
