using System.CommandLine;
using ApiSnoop.Cli;
using ApiSnoop.Cli.Commands;

var root = new RootCommand("Snoops on the Kubernetes API: which endpoints are used by conformance tests and by apps.") { HelpName = "apisnoop" };
root.Add(new DemoCommand());
root.Add(new LoadAuditCommand());
root.Add(new StartServerCommand());
root.Add(new AppsCommand());
root.Add(new ExportDataCommand());
root.Add(new ChartCommand());
root.Add(new SqlCommand());
root.Add(new CatalogCommand());
root.Add(new LoadCoverageCommand());
root.Add(new RemoveAuditCommand());
return await Run(root.Parse(Given(args))).ConfigureAwait(false);

// A shell turns --user-agent="" into --user-agent=, which the parser would take for an option without its value.
static IReadOnlyList<string> Given(string[] args) =>
    [.. args.SelectMany(a => a.StartsWith("--", StringComparison.Ordinal) && a.EndsWith('=') ? new[] { a[..^1], "\"\"" } : [a])];

static async Task<int> Run(ParseResult result)
{
    var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(10) };
    try
    {
        var code = await result.InvokeAsync(configuration).ConfigureAwait(false);
        return result.Errors.Count > 0 ? ExitCode.Usage : code;
    }
    catch (OperationCanceledException)
    {
        await Console.Error.WriteLineAsync("apisnoop: stopped; nothing was changed.").ConfigureAwait(false);
        return ExitCode.Interrupted;
    }
    catch (Exception e) when (Failure.Explain(e) is { } message)
    {
        await Console.Error.WriteLineAsync($"apisnoop: {message}").ConfigureAwait(false);
        return ExitCode.Failed;
    }
}
