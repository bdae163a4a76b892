using System.CommandLine;
using System.CommandLine.Parsing;
using ApiSnoop.Cli.Commands;

namespace ApiSnoop.Tests.CommandLine;

public sealed class HelpTests
{
    static readonly ApisnoopCommand s_root = new(named: null);

    public static TheoryData<string> Examples => [.. new Command[] { s_root }.Concat(s_root.Subcommands).OfType<IWithExamples>()
        .SelectMany(c => c.Examples.Split('\n')).Select(l => l.Trim())
        .Where(l => l.Contains("apisnoop ", StringComparison.Ordinal) && !l.Contains("COMMAND", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_is_a_command_line_that_works(string example)
    {
        var line = example[example.IndexOf("apisnoop ", StringComparison.Ordinal)..].Split(" > ")[0];

        s_root.Parse(CommandLineParser.SplitCommandLine(line).Skip(1).ToArray()).Errors.ShouldBeEmpty();
    }

    [Fact]
    public void Every_command_shows_examples_and_is_told_in_one_line()
    {
        foreach (var command in s_root.Subcommands)
        {
            command.ShouldBeAssignableTo<IWithExamples>(command.Name);
            command.Description!.ShouldNotContain('\n', command.Name);
        }
    }

    [Fact]
    public void Help_ends_with_the_examples()
    {
        using var apisnoop = new Apisnoop();

        var help = apisnoop.Run("export-data", "--help");

        help.Code.ShouldBe(0);
        help.Error.ShouldBeEmpty();
        help.Out.ShouldContain("untested  ");
        help.Out.TrimEnd().ShouldEndWith(new ExportDataCommand().Examples);
    }
}
