using System.CommandLine;
using ApiSnoop.Cli.Options;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Cli.Commands;

/// <summary><c>apisnoop apps</c>: what is recorded.</summary>
internal sealed class AppsCommand : Command, IWithExamples
{
    readonly StoreOption _store = new();
    readonly OutputOption _output = new();

    public AppsCommand()
        : base("apps", "List the recordings: app, release, time span, requests, bad lines")
    {
        _store.AddTo(this);
        _output.AddTo(this);
        SetAction(Run);
    }

    public string Examples => """
        Examples:
          apisnoop apps
          apisnoop apps --output json
        """;

    int Run(ParseResult result)
    {
        var store = _store.Open(result);
        var listing = store.List();
        foreach (var damage in listing.Damaged)
            result.InvocationConfiguration.Error.WriteLine($"apisnoop: {damage.Folder}: {damage.Reason}");
        if (listing.Manifests.Length == 0) result.InvocationConfiguration.Error.WriteLine(UserException.NoRecordings(store));
        _output.Print(result, RecordingTable.Of(listing.Manifests));
        return listing.Damaged.Length == 0 ? ExitCode.Done : ExitCode.Failed;
    }
}
