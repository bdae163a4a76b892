using System.CommandLine;
using System.CommandLine.Parsing;
using ApiSnoop.Recording;
using ApiSnoop.Reports;

namespace ApiSnoop.Cli.Options;

/// <summary>Where the recordings are.</summary>
internal sealed class StoreOption
{
    readonly Option<string?> _store = new("--store")
    {
        Description =
            "Folder of the recordings, or clickhouse://HOST/DATABASE [default: $APISNOOP_STORE, else $XDG_DATA_HOME/apisnoop]",
        HelpName = "STORE",
    };

    public StoreOption() => Validate(_store);

    /// <summary>Whether the user named a folder.</summary>
    public bool IsGiven(SymbolResult result) => result.GetResult(_store) is { Implicit: false };

    public void AddTo(Command command) => command.Add(_store);

    /// <summary>Has an option for a store refuse what is no address.</summary>
    public static void Validate(Option option) => option.Validators.Add(given =>
    {
        if (given.Tokens is [var token] && WrongIn(token.Value) is { } wrong) given.AddError(wrong);
    });

    /// <summary>What is wrong with an address; null for a folder, and where nothing is.</summary>
    public static string? WrongIn(string text)
    {
        if (!StoreAddress.IsUrl(text)) return null;
        try
        {
            _ = StoreAddress.Parse(text);
            return null;
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }

    /// <exception cref="FormatException">It is no address of a store.</exception>
    public RecordingStore Open(ParseResult result) => RecordingStore.At(result.GetValue(_store) ?? RecordingStore.DefaultAddress());

    /// <summary>The option that a command needs to find this store, with a space before it; empty for the usual one.</summary>
    public static string For(RecordingStore store)
    {
        var usual = RecordingStore.DefaultAddress();
        var isUsual = store.Address == (StoreAddress.IsUrl(usual) ? usual : Path.GetFullPath(usual));
        return isUsual ? "" : $" --store {ShellWord.Of(store.Address)}";
    }
}
