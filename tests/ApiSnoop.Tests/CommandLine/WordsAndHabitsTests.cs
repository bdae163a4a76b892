using System.CommandLine;
using ApiSnoop.Cli;
using ApiSnoop.Cli.Commands;
using ApiSnoop.Reports.Tables;
using ApiSnoop.Tests.Audit;

namespace ApiSnoop.Tests.CommandLine;

/// <summary>Exit codes and options mean the same on every command.</summary>
public sealed class WordsAndHabitsTests : IDisposable
{
    readonly Apisnoop _apisnoop = new();

    public WordsAndHabitsTests()
    {
        var log = _apisnoop.Write("audit.log", AuditText.Event(user: "shop") + "\n");
        _apisnoop.Run("load-audit", log, "shop", "--release", "1.20").Code.ShouldBe(0);
    }

    public void Dispose() => _apisnoop.Dispose();

    [Fact]
    public void The_exit_codes_are_told_one_a_line_and_the_document_says_the_same()
    {
        var help = _apisnoop.Run("help", "exit-codes");

        help.Code.ShouldBe(0);
        var told = help.Out.Split('\n').TakeWhile(l => l.Length > 0).Select(l => l.Split(' ', 2)).ToList();
        told.Select(l => int.Parse(l[0], null)).Distinct().ShouldBe([0, 1, 2, 3, 10, 11, 12, 130]);
        var document = File.ReadAllLines(Find("docs/exit-codes.md")).Where(l => l.StartsWith("| ", StringComparison.Ordinal)).Skip(1)
            .Select(l => l.Split('|', StringSplitOptions.TrimEntries)).Where(c => char.IsAsciiDigit(c[1][0]))
            .Select(c => (int.Parse(c[1], null), c[2].Trim('`'), c[3]));
        document.ShouldBe(ExitCode.All);
    }

    [Fact]
    public void Verdicts_are_ten_and_above_and_nothing_else_is()
    {
        ExitCode.All.Where(c => c.Command.Length > 0).ShouldAllBe(c => c.Code >= 10 && c.Code < 126);
        ExitCode.All.Where(c => c.Command.Length == 0).ShouldAllBe(c => c.Code < 10 || c.Code == ExitCode.Interrupted);
    }

    [Theory]
    [InlineData(0, "apps")]
    [InlineData(1, "export-data", "untested", "-", "nobody")]
    [InlineData(1, "set-kind", "nobody", "run")]
    [InlineData(2, "apps", "--nonsense")]
    [InlineData(2, "export-data", "untested")]
    [InlineData(2, "export-data", "untested", "shop")]
    [InlineData(2, "set-kind", "shop", "zoo")]
    [InlineData(2, "load-audit", "audit.log", "x", "--kind", "zoo")]
    public void A_code_says_whether_it_was_done_could_not_be_or_was_said_wrong(int code, params string[] line) =>
        _apisnoop.Run(line).ShouldSatisfyAllConditions(r => r.Code.ShouldBe(code, r.Error));

    [Fact]
    public void Every_command_that_prints_a_table_takes_the_same_two_options()
    {
        var printing = Commands(new ApisnoopCommand(named: null)).Where(c => c.Options.Any(o => o.Name == "--output"
            && o.Aliases.Contains("-o")
            && o.HelpName != "text|json")).ToList();

        new[] { "demo", "load-audit", "apps", "export-data", "sql", "list", "show", "diff", "status", "gate", "verify-results" }
            .Except(printing.Select(c => c.Name)).ShouldBeEmpty();
        foreach (var command in printing)
        {
            // Verdicts have two formats more, for what reads them.
            command.Options.Single(o => o.Name == "--output").HelpName!.Split('|').Except(["junit", "sarif"])
                .ShouldBe(["csv", "json", "markdown", "table", "wide", "yaml"], command.Name);
            command.Options.ShouldContain(o => o.Name == "--out", command.Name);
        }
    }

    [Fact]
    public void An_old_name_keeps_working_and_is_seen_no_more()
    {
        var old = _apisnoop.Run("export-data", "app-usage-summary", "-", "--format", "json");

        old.Out.ShouldBe(_apisnoop.Run("export-data", "app-usage-summary", "-", "-o", "json").Out);
        _apisnoop.Run("export-data", "--help").Out.ShouldNotContain("--format");
    }

    [Fact]
    public void A_file_is_named_by_an_option_or_by_the_argument()
    {
        _apisnoop.Run("export-data", "app-usage-summary", "a.csv", "shop").Code.ShouldBe(0);
        _apisnoop.Run("export-data", "app-usage-summary", "--out", "b.csv", "shop").Code.ShouldBe(0);
        _apisnoop.Run("apps", "--out", "apps.yaml", "-o", "yaml").Out.ShouldBeEmpty();

        Read("a.csv").ShouldBe(Read("b.csv"));
        Read("apps.yaml").ShouldContain("\"app\": \"shop\"\n  \"kind\": \"app\"\n");
    }

    [Fact]
    public void A_forgotten_file_is_not_taken_to_be_called_like_the_app()
    {
        var run = _apisnoop.Run("export-data", "untested", "shop");

        run.Error.ShouldContain("shop is an app, and the file comes before it");
        File.Exists(Path.Combine(_apisnoop.Folder, "shop")).ShouldBeFalse();
        _apisnoop.Run("export-data", "untested", "./shop").Code.ShouldBe(0);
    }

    [Fact]
    public void Wide_has_the_columns_that_a_table_leaves_out()
    {
        _apisnoop.Run("apps").Out.ShouldNotContain("loaded at");
        _apisnoop.Run("apps", "-o", "wide").Out.ShouldContain("loaded at");
        _apisnoop.Run("apps", "-o", "csv").Out.ShouldContain("loaded at");
    }

    [Fact]
    public void Yaml_keeps_texts_texts_and_numbers_numbers()
    {
        var yaml = new StringWriter { NewLine = "\n" };
        TableWriter.Write(
            Table.Of(["release", "on", "n", "x %", "none"], [["1.20", "no", 3L, 0.5, null], ["- \"a\": #\n", true, 4L, 2.0, null]]),
            TableFormat.Yaml, yaml);

        var read = new YamlDotNet.Serialization.DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build()
            .Deserialize<List<Dictionary<string, object?>>>(yaml.ToString());
        read[0]["release"].ShouldBe("1.20");
        read[0]["on"].ShouldBe("no");
        Convert.ToDouble(read[0]["x %"], System.Globalization.CultureInfo.InvariantCulture).ShouldBe(0.5);
        read[0]["none"].ShouldBeNull();
        read[1]["release"].ShouldBe("- \"a\": #\n");
        read[1]["on"].ShouldBe(true);
    }

    static IEnumerable<Command> Commands(Command command) => command.Subcommands.SelectMany(c => Commands(c).Prepend(c));

    string Read(string file) => File.ReadAllText(Path.Combine(_apisnoop.Folder, file));

    static string Find(string file)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, file)))
                return Path.Combine(folder.FullName, file);
        throw new FileNotFoundException(file);
    }
}
