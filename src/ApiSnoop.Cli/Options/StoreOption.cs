using System.CommandLine;
using ApiSnoop.Recording;

namespace ApiSnoop.Cli.Options;

/// <summary>Where the recordings are.</summary>
internal sealed class StoreOption
{
    readonly Option<string?> _store = new("--store")
    {
        Description = "Folder of the recordings [default: $APISNOOP_STORE, else $XDG_DATA_HOME/apisnoop]",
        HelpName = "DIR",
    };

    public void AddTo(Command command) => command.Add(_store);

    public RecordingStore Open(ParseResult result) => new(result.GetValue(_store) ?? RecordingStore.DefaultDirectory());
}
