using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using ApiSnoop.Cli.Commands;

namespace ApiSnoop.Tests.CommandLine;

/// <summary>Runs what the README says, and holds it to what it shows.</summary>
public sealed partial class ReadmeTests : IDisposable
{
    static readonly ReadmeBlocks s_readme = new(File.ReadAllLines(Repository.Path("README.md")));

    readonly ReadersShell _shell = new();

    public static TheoryData<string> CommandLines => [.. s_readme.Text.SelectMany(CommandsIn).Distinct()];

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void Every_console_block_prints_what_it_shows()
    {
        s_readme.Console.Count.ShouldBeGreaterThan(3);
        _shell.MakeLogs();
        foreach (var (command, shown) in s_readme.Console)
        {
            var printed = Masked.Text(_shell.Run(command).Printed).TrimEnd('\n').Split('\n');
            var expected = Masked.Text(string.Join('\n', shown)).Split('\n');
            // Three dots stand for what else there is.
            if (expected[^1] == "…") (expected, printed) = (expected[..^1], printed[..Math.Min(expected.Length - 1, printed.Length)]);
            printed.ShouldBe(expected, $"$ {command}");
        }
    }

    [Fact]
    public void Every_command_block_works()
    {
        _shell.MakeLogs();
        _shell.Run("./apisnoop demo --load-only");
        var commands = s_readme.Commands.Where(CanRun).ToList();
        commands.Count.ShouldBeGreaterThan(5);
        foreach (var command in commands)
        {
            var (code, printed) = _shell.Run(command);
            code.ShouldBe(0, $"{command}\n{printed}");
        }
    }

    [Theory]
    [MemberData(nameof(CommandLines))]
    public void Every_command_line_can_be_given(string line)
    {
        // Of words to choose from, the first.
        var words = CommandLineParser.SplitCommandLine(Alternatives().Replace(line, "$1")).Skip(1).ToArray();

        new ApisnoopCommand(named: null).Parse(words).Errors.ShouldBeEmpty();
    }

    /// <summary>Servers run until they are stopped, and there is no cluster here.</summary>
    static bool CanRun(string command) =>
        command.StartsWith("./apisnoop ", StringComparison.Ordinal) && !Server().IsMatch(command);

    static IEnumerable<string> CommandsIn(string line) => line.StartsWith("    ./apisnoop ", StringComparison.Ordinal)
        ? [line.Split('#')[0].Trim()]
        : InCode().Matches(line).Select(m => m.Groups[1].Value);

    [GeneratedRegex(@"apisnoop (start-server|demo(?!.*--load-only))")]
    private static partial Regex Server();

    [GeneratedRegex(@"\b(\w+)(\|\w+)+\b")]
    private static partial Regex Alternatives();

    [GeneratedRegex(@"`(\./apisnoop [^`]+)`")]
    private static partial Regex InCode();
}
