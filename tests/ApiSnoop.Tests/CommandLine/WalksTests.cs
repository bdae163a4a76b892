namespace ApiSnoop.Tests.CommandLine;

/// <summary>The walks in docs/walks, one for each of the four people that the product is for: their commands print what is shown.</summary>
public sealed class WalksTests : IDisposable
{
    readonly ReadersShell _shell = new();

    public static TheoryData<string> Walks =>
        [.. Directory.GetFiles(Repository.Path("docs/walks"), "*-*.md").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    public void Dispose() => _shell.Dispose();

    [Theory]
    [MemberData(nameof(Walks))]
    public void A_walks_commands_print_what_it_shows(string walk)
    {
        var blocks = new ReadmeBlocks(File.ReadAllLines(Repository.Path("docs/walks/" + walk)));
        _shell.MakeLogs();

        blocks.Console.Count.ShouldBeGreaterThan(2);
        foreach (var (command, shown) in blocks.Console)
        {
            // Lines that are cut off may end in blanks, which nobody sees.
            var printed = Masked.Text(_shell.Run(command).Printed).TrimEnd('\n').Split('\n').Select(l => l.TrimEnd());
            printed.ShouldBe(Masked.Text(string.Join('\n', shown)).Split('\n').Select(l => l.TrimEnd()), $"$ {command}");
        }
    }

    [Fact]
    public void Each_of_the_four_people_has_a_walk() => Walks.Count.ShouldBe(4);
}
