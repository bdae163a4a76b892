namespace ApiSnoop.Tests;

/// <summary>The checkout that the tests were built in.</summary>
static class Repository
{
    /// <summary>Its folder.</summary>
    public static readonly string Root = Find();

    /// <summary>The path of a file or folder that is part of it.</summary>
    public static string Path(string relative) => System.IO.Path.Combine(Root, relative);

    static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "ApiSnoop.slnx"))) return folder.FullName;
        throw new DirectoryNotFoundException($"{AppContext.BaseDirectory} is not inside of a checkout of APISnoop.");
    }
}
