using System.CommandLine;
using ApiSnoop.Cli.Options;
using ApiSnoop.Recording;

namespace ApiSnoop.Cli.Commands;

/// <summary><c>apisnoop set-kind</c>: says what a recording is of when it was guessed wrong.</summary>
internal sealed class SetKindCommand : Command, IWithExamples
{
    readonly Argument<string> _app = new("APP") { Description = "The recording" };
    readonly Argument<string> _kind = new("KIND") { Description = "run (of tests), app or cluster" };
    readonly StoreOption _store = new();

    public SetKindCommand()
        : base("set-kind", "Say whether a recording is of a test run, an app or a whole cluster")
    {
        _kind.AcceptOnlyFromAmong("run", "app", "cluster");
        Add(_app);
        Add(_kind);
        _store.AddTo(this);
        SetAction(Run);
    }

    public string Examples => """
        Examples:
          apisnoop set-kind staging cluster
          apisnoop set-kind e2e-of-friday run
        """;

    int Run(ParseResult result)
    {
        var (store, app) = (_store.Open(result), result.GetRequiredValue(_app));
        var kind = RecordingKinds.Parse(result.GetRequiredValue(_kind))!.Value;
        if (!store.SetKind(app, kind)) throw UserException.NoApp(app, store);
        result.InvocationConfiguration.Output.WriteLine($"{app} is {(kind == RecordingKind.App ? "an" : "a")} {kind.Text()}");
        return ExitCode.Done;
    }
}
