using System.CommandLine.Parsing;
using System.Diagnostics;
using System.IO.Compression;
using System.Text.RegularExpressions;
using ApiSnoop.Cli.Commands;

namespace ApiSnoop.Tests.CommandLine;

/// <summary>Runs what the README says, and holds it to what it shows.</summary>
public sealed partial class ReadmeTests : IDisposable
{
    static readonly ReadmeBlocks s_readme = new(File.ReadAllLines(Repository.Path("README.md")));

    readonly Apisnoop _apisnoop = new();

    public ReadmeTests()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("The README speaks to a Unix shell.");
            return;
        }

        File.WriteAllText(Path.Combine(_apisnoop.Folder, "apisnoop"), $"""
            #!/bin/sh
            exec dotnet "{Path.Combine(AppContext.BaseDirectory, "ApiSnoop.Cli.dll")}" "$@"
            """);
        File.SetUnixFileMode(
            Path.Combine(_apisnoop.Folder, "apisnoop"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public static TheoryData<string> CommandLines => [.. s_readme.Text.SelectMany(CommandsIn).Distinct()];

    public void Dispose() => _apisnoop.Dispose();

    [Fact]
    public void Every_console_block_prints_what_it_shows()
    {
        s_readme.Console.Count.ShouldBeGreaterThan(3);
        foreach (var (command, shown) in s_readme.Console)
        {
            var printed = Masked.Text(Run(command).Printed).TrimEnd('\n').Split('\n');
            var expected = Masked.Text(string.Join('\n', shown)).Split('\n');
            // Three dots stand for what else there is.
            if (expected[^1] == "…") (expected, printed) = (expected[..^1], printed[..Math.Min(expected.Length - 1, printed.Length)]);
            printed.ShouldBe(expected, $"$ {command}");
        }
    }

    [Fact]
    public void Every_command_block_works()
    {
        MakeLogs();
        Run("./apisnoop demo --load-only");
        var commands = s_readme.Commands.Where(CanRun).ToList();
        commands.Count.ShouldBeGreaterThan(5);
        foreach (var command in commands)
        {
            var (code, printed) = Run(command);
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

    /// <summary>The logs that the README speaks of: the demo app's, under the names that stand for the reader's own.</summary>
    void MakeLogs()
    {
        using var packed = new GZipStream(
            File.OpenRead(Repository.Path("data/demo/demo-app-v1.20.2.log.gz")), CompressionMode.Decompress);
        var log = new StreamReader(packed).ReadToEnd().Replace("demo-app", "my-app", StringComparison.Ordinal);
        _apisnoop.Write("audit.log", log);
        using (var again = new StreamWriter(new GZipStream(
            File.Create(Path.Combine(_apisnoop.Folder, "cluster.log.gz")), CompressionLevel.Fastest))) again.Write(log);
        File.Copy(Repository.Path("tests/data/specs/swagger-v1.20.x.json.gz"), Path.Combine(_apisnoop.Folder, "cluster.json"));
    }

    (int Code, string Printed) Run(string command)
    {
        var start = new ProcessStartInfo("sh", ["-c", "exec 2>&1\n" + command])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = _apisnoop.Folder,
        };
        start.Environment["APISNOOP_STORE"] = Path.Combine(_apisnoop.Folder, "store");
        using var shell = Process.Start(start)!;
        var printed = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        return (shell.ExitCode, printed);
    }

    [GeneratedRegex(@"apisnoop (start-server|demo(?!.*--load-only))")]
    private static partial Regex Server();

    [GeneratedRegex(@"\b(\w+)(\|\w+)+\b")]
    private static partial Regex Alternatives();

    [GeneratedRegex(@"`(\./apisnoop [^`]+)`")]
    private static partial Regex InCode();
}
