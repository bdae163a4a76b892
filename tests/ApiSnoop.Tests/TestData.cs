namespace ApiSnoop.Tests;

/// <summary>Small inputs and truths that are part of the repository: <c>tests/data</c>.</summary>
static class TestData
{
    public static string Path(string relative) => Repository.Path("tests/data/" + relative);

    /// <summary>The cells of a table, without its lines that start with <c>#</c>.</summary>
    public static List<string[]> Rows(string relative) =>
        [.. File.ReadLines(Path(relative)).Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split('\t'))];
}
