using System.CommandLine;
using ApiSnoop.Recording;

namespace ApiSnoop.Cli.Options;

/// <summary>What a recording is of.</summary>
internal sealed class KindOption
{
    readonly Option<string?> _kind = new("--kind")
    {
        Description = "What the recording is of: a run of tests, one app, or a whole cluster. Only apps count as users of an endpoint "
            + "[default: guessed, and said]",
        HelpName = "run|app|cluster",
    };

    public KindOption() => _kind.AcceptOnlyFromAmong("run", "app", "cluster");

    public void AddTo(Command command) => command.Add(_kind);

    /// <summary>What the user says, or null.</summary>
    public RecordingKind? Kind(ParseResult result) => RecordingKinds.Parse(result.GetValue(_kind));
}
