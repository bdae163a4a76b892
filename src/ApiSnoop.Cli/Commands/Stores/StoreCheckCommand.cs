using System.CommandLine;
using System.Text.Json.Nodes;
using ApiSnoop.Charts;
using ApiSnoop.Cli.Options;
using ApiSnoop.Recording.ClickHouse;

namespace ApiSnoop.Cli.Commands.Stores;

/// <summary><c>apisnoop store check</c>: whether all is well, for people and for what watches over a store.</summary>
internal sealed class StoreCheckCommand : Command
{
    readonly StoreUrlArgument _url = new();
    readonly TextOrJsonOption _output = new("How to say it");

    public StoreCheckCommand()
        : base("check", "Ask the store whether all is well; ends with 1 where it is not")
    {
        Add(_url);
        Add(_output);
        SetAction(Run);
    }

    int Run(ParseResult result)
    {
        var condition = _url.Care(result).Check();
        var (output, error) = (result.InvocationConfiguration.Output, result.InvocationConfiguration.Error);
        if (_output.IsJson(result)) output.WriteLine(Json(condition).ToJsonString());
        else Say(condition, output);
        foreach (var trouble in condition.Troubles) error.WriteLine($"apisnoop: {trouble}");
        return condition.Troubles.IsEmpty ? ExitCode.Done : ExitCode.Failed;
    }

    static JsonObject Json(StoreCondition condition) => new()
    {
        ["serverVersion"] = condition.ServerVersion,
        ["recordings"] = condition.Recordings,
        ["cells"] = condition.Cells,
        ["generationsNotInForce"] = condition.Leftovers,
        ["sharesWaiting"] = condition.Shares,
        ["troubles"] = new JsonArray([.. condition.Troubles.Select(t => JsonValue.Create(t))]),
    };

    static void Say(StoreCondition condition, TextWriter output)
    {
        output.WriteLine(
            $"ClickHouse {condition.ServerVersion}: {Figures.Count(condition.Recordings, "recording")} in "
                + $"{Figures.Count(condition.Cells, "cell")}.");
        if (condition.Leftovers > 0)
            output.WriteLine(
                $"{Figures.Count(condition.Leftovers, "generation")} not in force, of loads that run, were killed or were replaced: "
                    + "apisnoop store sweep");
        if (condition.Shares > 0)
            output.WriteLine($"{Figures.Count(condition.Shares, "share")} of loads, to be put together: apisnoop commit");
    }
}
