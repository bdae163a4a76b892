using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using ApiSnoop.Cli.Commands;

namespace ApiSnoop.Cli;

/// <summary>The usual help, and then the command's examples.</summary>
internal sealed class HelpWithExamples(SynchronousCommandLineAction usual) : SynchronousCommandLineAction
{
    public override bool Terminating => true;

    public override bool ClearsParseErrors => true;

    /// <summary>Has a command's help, and that of the commands under it, end with examples.</summary>
    public static void AddTo(RootCommand root)
    {
        foreach (var option in root.Options.OfType<HelpOption>())
            if (option.Action is SynchronousCommandLineAction usual)
                option.Action = new HelpWithExamples(usual);
    }

    public override int Invoke(ParseResult parseResult)
    {
        var code = usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command is IWithExamples command)
        {
            parseResult.InvocationConfiguration.Output.WriteLine(command.Examples);
            parseResult.InvocationConfiguration.Output.WriteLine();
        }

        return code;
    }
}
