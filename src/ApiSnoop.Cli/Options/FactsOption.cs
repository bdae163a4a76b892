using System.CommandLine;
using ApiSnoop.Conformance;
using ApiSnoop.Recording;

namespace ApiSnoop.Cli.Options;

/// <summary>Where imported facts about conformance are: beside the recordings, unless the user says otherwise.</summary>
internal sealed class FactsOption
{
    readonly Option<string?> _facts = new("--facts")
    {
        Description = "Folder of imported facts about conformance [default: facts in the store]",
        HelpName = "DIR",
    };

    public void AddTo(Command command) => command.Add(_facts);

    public string Folder(ParseResult result, RecordingStore store) => result.GetValue(_facts) ?? KnownConformance.FolderIn(store.Location);

    public KnownConformance Open(ParseResult result, RecordingStore store) => KnownConformance.Open(Folder(result, store));
}
