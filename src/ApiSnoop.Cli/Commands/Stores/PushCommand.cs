using System.CommandLine;
using ApiSnoop.Charts;
using ApiSnoop.Cli.Options;
using ApiSnoop.Recording;
using ApiSnoop.Recording.Sharing;

namespace ApiSnoop.Cli.Commands.Stores;

/// <summary><c>apisnoop push</c>: counts made here, into a store that others read.</summary>
internal sealed class PushCommand : Command, IWithExamples
{
    readonly Argument<string[]> _apps = new("APP") { Description = "The recordings to send", Arity = ArgumentArity.OneOrMore };
    readonly Option<string> _to = new("--to") { Description = "The store to send them to", HelpName = "STORE", Required = true };
    readonly Option<string?> _cluster = new("--cluster")
    {
        Description = "The cluster that they are of: they are called CLUSTER/APP there",
        HelpName = "NAME",
    };
    readonly StoreOption _store = new();

    public PushCommand()
        : base("push", "Send the counts of recordings to another store, under a cluster's name")
    {
        Add(_apps);
        Add(_to);
        Add(_cluster);
        _store.AddTo(this);
        StoreOption.Validate(_to);
        SetAction(Run);
    }

    public string Examples => """
        Only counts are sent: a recording of that name there is replaced, as a load replaces it.

        Examples:
          apisnoop push prometheus --cluster east --to clickhouse://store:8123/apisnoop
          apisnoop push prometheus argo-cd --cluster east --to /mnt/shared/apisnoop
        """;

    int Run(ParseResult result)
    {
        var (from, to) = (_store.Open(result), RecordingStore.At(result.GetRequiredValue(_to)));
        foreach (var app in result.GetRequiredValue(_apps))
        {
            var name = result.GetValue(_cluster) is { Length: > 0 } cluster ? $"{cluster}/{app}" : app;
            var (sent, bytes) = SentRecording.Send(from, app, to, name, countsOnly: true) ?? throw UserException.NoApp(app, from);
            result.InvocationConfiguration.Output.WriteLine(
                $"{name}: {Figures.Count(sent.Requests, "request")} in {Figures.Count(bytes, "byte")}");
        }

        return ExitCode.Done;
    }
}
