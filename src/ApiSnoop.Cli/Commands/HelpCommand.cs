using System.CommandLine;

namespace ApiSnoop.Cli.Commands;

/// <summary><c>apisnoop help</c>: the help of a command, or what no command's help has room for.</summary>
internal sealed class HelpCommand : Command, IWithExamples
{
    const string ExitCodes = "exit-codes";

    readonly Argument<string[]> _topic = new("COMMAND|exit-codes")
    {
        Description = "A command, or exit-codes for what the codes of all commands mean",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public HelpCommand()
        : base("help", "Show the help of a command, or the exit codes of all")
    {
        Add(_topic);
        SetAction(Run);
    }

    public string Examples => """
        Examples:
          apisnoop help exit-codes
          apisnoop help load-audit
        """;

    int Run(ParseResult result)
    {
        var topic = result.GetValue(_topic) ?? [];
        if (topic is not [ExitCodes]) return new ApisnoopCommand(topic.FirstOrDefault()).Parse([.. topic, "--help"]).Invoke();
        foreach (var line in ExitCode.Lines) result.InvocationConfiguration.Output.WriteLine(line);
        result.InvocationConfiguration.Output.WriteLine();
        result.InvocationConfiguration.Output.WriteLine(ExitCode.Exception);
        return ExitCode.Done;
    }
}
