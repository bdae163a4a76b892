using System.CommandLine;
using ApiSnoop.Charts;
using ApiSnoop.Cli.Options;
using ApiSnoop.Recording;
using ApiSnoop.Recording.Sharing;

namespace ApiSnoop.Cli.Commands.Stores;

/// <summary><c>apisnoop pull</c>: recordings of another store, to look at them here.</summary>
internal sealed class PullCommand : Command, IWithExamples
{
    readonly Argument<string[]> _apps = new("APP")
    {
        Description = "The recordings, as they are called there",
        Arity = ArgumentArity.OneOrMore,
    };
    readonly Option<string> _from = new("--from") { Description = "The store that they are in", HelpName = "STORE", Required = true };
    readonly StoreOption _store = new();

    public PullCommand()
        : base("pull", "Fetch recordings from another store")
    {
        Add(_apps);
        Add(_from);
        _store.AddTo(this);
        StoreOption.Validate(_from);
        SetAction(Run);
    }

    public string Examples => """
        A recording of that name here is replaced.

        Examples:
          apisnoop pull east/prometheus --from clickhouse://store:8123/apisnoop
        """;

    int Run(ParseResult result)
    {
        var (from, to) = (RecordingStore.At(result.GetRequiredValue(_from)), _store.Open(result));
        foreach (var app in result.GetRequiredValue(_apps))
        {
            var (got, _) = SentRecording.Send(from, app, to, app, countsOnly: false) ?? throw UserException.NoApp(app, from);
            result.InvocationConfiguration.Output.WriteLine($"{app}: {Figures.Count(got.Requests, "request")}");
        }

        return ExitCode.Done;
    }
}
