using System.CommandLine;
using System.CommandLine.Parsing;
using ApiSnoop.Cli;
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
    public void Help_says_how_a_command_is_called()
    {
        Help("load-audit").ShouldContain("\n  apisnoop load-audit LOG... APP [options]\n");
        Help("export-data").ShouldContain("\n  apisnoop export-data EXPORTER [OUT] [APP...] [options]\n");
        Help("catalog", "import").ShouldContain("\n  apisnoop catalog import FILE|URL... [options]\n");
    }

    [Fact]
    public void Help_tells_each_option_with_its_short_name_and_what_it_is_else()
    {
        var help = Help("load-audit");

        help.ShouldContain("\n  -n, --dry-run  ");
        help.ShouldContain("\n  --max-line MIB                                  Longest line to read, in MiB [default: 64]\n");
        help.ShouldContain("\n  -h, --help  ");
        Help("catalog", "import").ShouldContain("such as 1.20 [required]\n");
    }

    [Fact]
    public void Filters_stand_apart_from_other_options()
    {
        var help = Help("load-audit");

        help.IndexOf("  --namespace PATTERN", StringComparison.Ordinal)
            .ShouldBeGreaterThan(help.IndexOf("\nFilters ", StringComparison.Ordinal));
        help.IndexOf("  --store STORE", StringComparison.Ordinal).ShouldBeLessThan(help.IndexOf("\nFilters ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    public void On_a_terminal_help_is_wrapped_between_words(int width)
    {
        var written = new StringWriter { NewLine = "\n" };
        var command = (LoadAuditCommand)s_root.Subcommands.Single(c => c.Name == "load-audit");

        new HelpWriter(written, width).Write(command);

        var lines = written.ToString()[..^(command.Examples.Length + 1)].Split('\n');
        lines.ShouldAllBe(l => l.Length <= width);
        string.Join(' ', lines.Select(l => l.Trim()))
            .ShouldContain("Audit logs (files, folders, globs, http(s) URLs, - for standard input; gzip, zstd and tar are seen through)");
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

    static string Help(params string[] path)
    {
        Command command = s_root;
        foreach (var name in path) command = command.Subcommands.Single(c => c.Name == name);
        var written = new StringWriter { NewLine = "\n" };
        new HelpWriter(written, int.MaxValue).Write(command);
        return written.ToString();
    }
}
