using System.CommandLine;
using System.CommandLine.Completions;
using ApiSnoop.Cli.Manual;

namespace ApiSnoop.Cli.Commands;

/// <summary>
/// <c>apisnoop help</c>: the help of a command, or what no command's help has room for: exit codes, the manual page, completion.
/// </summary>
internal sealed class HelpCommand : Command, IWithExamples
{
    const string ExitCodes = "exit-codes", Man = "man", Completion = "completion";

    static readonly string[] s_shells = ["bash", "fish", "zsh"];

    readonly Argument<string[]> _topic = new("COMMAND|exit-codes|man|completion SHELL")
    {
        Description =
            "A command; exit-codes for what the codes of all commands mean; man for the manual page; completion bash, fish or zsh",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public HelpCommand()
        : base("help", "Show the help of a command, the exit codes of all, the manual page, or a shell's completion")
    {
        _topic.CompletionSources.Add(_ => [.. ApisnoopCommand.Names.Select(n => new CompletionItem(n)), new(ExitCodes), new(Man),
            new(Completion), .. s_shells.Select(s => new CompletionItem(s))]);
        Add(_topic);
        SetAction(Run);
    }

    public string Examples => """
        Examples:
          apisnoop help exit-codes
          apisnoop help load-audit
          apisnoop help completion bash > ~/.local/share/bash-completion/completions/apisnoop
          apisnoop help completion zsh > ~/.zfunc/_apisnoop
          apisnoop help man > ~/.local/share/man/man1/apisnoop.1
        """;

    int Run(ParseResult result)
    {
        var topic = result.GetValue(_topic) ?? [];
        var output = result.InvocationConfiguration.Output;
        switch (topic)
        {
            case [ExitCodes]:
                foreach (var line in ExitCode.Lines) output.WriteLine(line);
                output.WriteLine();
                output.WriteLine(ExitCode.Exception);
                break;
            case [Man]:
                new ManualPage(output, Everything()).Write();
                break;
            case [Completion, .. var shell]:
                Complete(shell is [var name] ? name : "", output);
                break;
            case [var unknown, ..] when !ApisnoopCommand.Names.Contains(unknown):
                throw new UsageException(
                    $"There is no help of {string.Join(' ', topic)}: name a command, or {ExitCodes}, {Man} or {Completion}.");
            default:
                return new ApisnoopCommand(topic.FirstOrDefault()).Parse([.. topic, "--help"]).Invoke();
        }

        return ExitCode.Done;
    }

    static void Complete(string shell, TextWriter output)
    {
        switch (shell)
        {
            case "bash":
                new BashCompletion(output, Everything()).Write();
                break;
            case "fish":
                new FishCompletion(output, Everything()).Write();
                break;
            case "zsh":
                new ZshCompletion(output, Everything()).Write();
                break;
            default:
                throw new UsageException(
                    $"There is completion for {string.Join(", ", s_shells)}: apisnoop help completion {s_shells[0]}");
        }
    }

    static List<CommandPlace> Everything() => [.. CommandPlace.All(new ApisnoopCommand(named: null))];
}
