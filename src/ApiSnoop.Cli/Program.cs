using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using ApiSnoop.Cli;
using ApiSnoop.Cli.Commands;
using ApiSnoop.Cli.Options;
using ApiSnoop.Loading;

var headStart = args is ["load-audit", ..]
    && !args.Any(a => a is "--help" or "-h") ? HeadStart.Begin(writes: !args.Any(a => a is "--dry-run" or "-n")) : null;
using var telemetry = Collector.Begin();
var root = new ApisnoopCommand(args.FirstOrDefault());
var line = root.Parse(Given(args));
// What follows an unknown command cannot be judged, so it is not spoken of.
if (line.CommandResult.Command is RootCommand && line.UnmatchedTokens is [var unknown, _, ..]) line = root.Parse([unknown]);
var code = await Run(line).ConfigureAwait(false);
// A process that ends while a native library is being loaded does not end well.
headStart?.Join();
return code;

// A shell turns --user-agent="" into --user-agent=, which the parser would take for an option without its value. What follows -- is a
// command of the user's own.
static IReadOnlyList<string> Given(string[] args)
{
    var own = Array.IndexOf(args, "--") is >= 0 and var at ? at : args.Length;
    return [.. args[..own].SelectMany(a => a.StartsWith("--", StringComparison.Ordinal) && a.EndsWith('=') ? new[] { a[..^1], "" } : [a]),
        .. args[own..]];
}

static async Task<int> Run(ParseResult result)
{
    var configuration = new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = TimeSpan.FromSeconds(3),
    };
    if (result.Action is ParseErrorAction wrong)
    {
        // A screen of help buries the one line that says what is wrong, and none of it is a result.
        wrong.ShowHelp = result.Tokens.Count == 0;
        configuration.Output = configuration.Error;
    }

    try
    {
        var code = await result.InvokeAsync(configuration).ConfigureAwait(false);
        if (result.Errors.Count > 0) return await Misused(result).ConfigureAwait(false);
        return code == ExitCode.Interrupted ? await Stopped().ConfigureAwait(false) : code;
    }
    catch (OperationCanceledException)
    {
        return await Stopped().ConfigureAwait(false);
    }
    catch (Exception e) when (Failure.Explain(e) is { } message)
    {
        await Console.Error.WriteLineAsync(LogFormatOption.Error(result, message)).ConfigureAwait(false);
        return e is UsageException ? ExitCode.Usage : ExitCode.Failed;
    }
}

static async Task<int> Misused(ParseResult result)
{
    var names = new List<string>();
    for (SymbolResult? at = result.CommandResult; at is CommandResult { Command: not RootCommand } command; at = at.Parent)
        names.Insert(0, command.Command.Name + " ");
    if (result.Tokens.Count > 0) await Console.Error.WriteLineAsync($"See apisnoop {string.Concat(names)}--help").ConfigureAwait(false);
    return ExitCode.Usage;
}

static async Task<int> Stopped()
{
    await Console.Error.WriteLineAsync("apisnoop: stopped; nothing was changed.").ConfigureAwait(false);
    return ExitCode.Interrupted;
}
