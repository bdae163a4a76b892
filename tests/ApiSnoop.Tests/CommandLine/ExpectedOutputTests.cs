using System.CommandLine;
using ApiSnoop.Cli;
using ApiSnoop.Cli.Commands;
using ApiSnoop.Reports;

namespace ApiSnoop.Tests.CommandLine;

/// <summary>Help and tables, letter by letter as they are kept under Expected.</summary>
public sealed class ExpectedOutputTests(DemoStore demo) : IClassFixture<DemoStore>
{
    /// <summary>Of a longer table so many lines are kept, and the number of the others.</summary>
    const int Most = 25;

    static readonly Dictionary<string, Command> s_commands = Under(new ApisnoopCommand(named: null), "").ToDictionary();

    public static TheoryData<string> Commands => [.. s_commands.Keys];

    public static TheoryData<string> ExporterNames => [.. Exporters.All.Select(e => e.Name)];

    [Theory]
    [MemberData(nameof(Commands))]
    public void The_help_of_a_command_is_known(string command)
    {
        var written = new StringWriter { NewLine = "\n" };
        new HelpWriter(written, int.MaxValue).Write(s_commands[command]);

        Expected.Matches(command, Masked.Text(written.ToString()));
    }

    [Fact]
    public void No_help_is_kept_of_a_command_that_is_gone() => Expected.HasNoOthers("help", s_commands.Keys);

    [Fact]
    public void What_the_demo_says_as_it_loads_is_known() => Expected.Matches("demo/load", Masked.Text(demo.LoadPrinted));

    [Theory]
    [MemberData(nameof(ExporterNames))]
    public void The_table_of_an_exporter_is_known(string exporter) =>
        Expected.Matches($"demo/exports/{exporter}", Cut(demo.Print("export-data", exporter, "-", "--format", "table")));

    [Fact]
    public void No_table_is_kept_of_an_exporter_that_is_gone() =>
        Expected.HasNoOthers("demo/exports", Exporters.All.Select(e => $"demo/exports/{e.Name}"));

    [Theory]
    [InlineData("demo/apps", "apps")]
    [InlineData("demo/apps-json", "apps", "--output", "json")]
    [InlineData("demo/relations", "sql", "from describe_relations()")]
    [InlineData("demo/dry-run", "load-audit", "DEMO-APP", "shop", "--user-agent", "demo-app/*", "--dry-run")]
    [InlineData("catalog/list", "catalog", "list")]
    [InlineData("catalog/show", "catalog", "show", "1.36", "--group", "apps")]
    [InlineData("catalog/diff", "catalog", "diff", "1.24", "1.25")]
    public void The_table_of_a_command_is_known(string name, params string[] arguments)
    {
        var log = Repository.Path("data/demo/demo-app-v1.20.2.log.gz");

        Expected.Matches(name, Cut(demo.Print([.. arguments.Select(a => a == "DEMO-APP" ? log : a)])));
    }

    static string Cut(string text)
    {
        var lines = Masked.Text(text).TrimEnd('\n').Split('\n');
        return string.Concat(lines.Take(Most).Select(l => l + "\n"))
            + (lines.Length > Most ? $"… and {lines.Length - Most} more lines\n" : "");
    }

    /// <summary>Every command by the file of its help; those of a group are in a folder of its name.</summary>
    static IEnumerable<KeyValuePair<string, Command>> Under(Command command, string path)
    {
        yield return new($"help/{path}{(command is RootCommand ? "apisnoop" : command.Name)}", command);
        var below = command is RootCommand ? "" : $"{path}{command.Name}/";
        foreach (var one in command.Subcommands.SelectMany(c => Under(c, below))) yield return one;
    }
}
