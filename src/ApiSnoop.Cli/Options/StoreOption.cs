using System.CommandLine;
using System.CommandLine.Parsing;
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

    /// <summary>Whether the user named a folder.</summary>
    public bool IsGiven(SymbolResult result) => result.GetResult(_store) is { Implicit: false };

    public void AddTo(Command command) => command.Add(_store);

    /// <exception cref="UserException">There is a file where the folder should be.</exception>
    public RecordingStore Open(ParseResult result)
    {
        var folder = result.GetValue(_store) ?? RecordingStore.DefaultDirectory();
        return File.Exists(folder)
            ? throw new UserException($"{folder} is a file; recordings are kept in a folder. Name one with --store.")
            : new RecordingStore(folder);
    }
}
