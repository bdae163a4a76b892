using System.CommandLine;
using ApiSnoop.Charts;
using ApiSnoop.Cli.Options;

namespace ApiSnoop.Cli.Commands.Stores;

/// <summary><c>apisnoop store sweep</c>: removes what nobody can see any more.</summary>
internal sealed class StoreSweepCommand : Command
{
    readonly StoreUrlArgument _url = new();
    readonly Option<int> _olderThan = new("--older-than")
    {
        Description = "Only what was begun so many hours ago; a load that runs needs its own",
        HelpName = "HOURS",
        DefaultValueFactory = _ => 24,
    };

    public StoreSweepCommand()
        : base("sweep", "Remove what killed loads and replaced recordings left")
    {
        Add(_url);
        Add(_olderThan);
        _olderThan.AcceptOnlyNumbers("hours", least: 0);
        SetAction(Run);
    }

    int Run(ParseResult result)
    {
        var hours = result.GetValue(_olderThan);
        var swept = _url.Care(result).Sweep(TimeProvider.System.GetUtcNow().AddHours(-hours));
        var left = swept.TooYoung == 0 ? ""
            : $" {Figures.Count(swept.TooYoung)} younger than {Figures.Count(hours, "hour")} left: see --older-than.";
        result.InvocationConfiguration.Output.WriteLine($"{Figures.Count(swept.Removed, "generation")} removed.{left}");
        return ExitCode.Done;
    }
}
