using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace ApiSnoop.Cli;

/// <summary>Shows a command's help.</summary>
/// <remarks>
/// The library's own knows neither examples nor groups of options, and takes a quarter of the time of <c>apisnoop
/// --help</c>; see docs/decisions/0011.
/// </remarks>
internal sealed class CommandHelp : SynchronousCommandLineAction
{
    public override bool Terminating => true;

    public override bool ClearsParseErrors => true;

    /// <summary>Has a command, and those under it, show it.</summary>
    public static void AddTo(RootCommand root)
    {
        foreach (var option in root.Options)
        {
            if (option is VersionOption) option.Description = "Show the version";
            if (option is not HelpOption) continue;
            option.Description = "Show this help";
            option.Action = new CommandHelp();
        }
    }

    public override int Invoke(ParseResult parseResult)
    {
        new HelpWriter(parseResult.InvocationConfiguration.Output, Width()).Write(parseResult.CommandResult.Command);
        return ExitCode.Done;
    }

    /// <summary>What is no terminal wraps for itself, or is searched line by line.</summary>
    static int Width() => !Console.IsOutputRedirected && Console.WindowWidth is > 0 and var columns ? columns : int.MaxValue;
}
