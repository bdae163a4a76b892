namespace ApiSnoop.Tests;

/// <summary>Small inputs and truths that are part of the repository: <c>tests/data</c>.</summary>
static class TestData
{
    static readonly string Root = Find();

    public static string Path(string relative) => System.IO.Path.Combine(Root, relative);

    /// <summary>The cells of a table, without its lines that start with <c>#</c>.</summary>
    public static List<string[]> Rows(string relative) =>
        [.. File.ReadLines(Path(relative)).Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split('\t'))];

    static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "ApiSnoop.slnx")))
                return System.IO.Path.Combine(folder.FullName, "tests", "data");
        throw new DirectoryNotFoundException("The tests do not run from inside the repository.");
    }
}
