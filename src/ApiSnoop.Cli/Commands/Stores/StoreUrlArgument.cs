using System.CommandLine;
using ApiSnoop.Cli.Options;
using ApiSnoop.Recording;
using ApiSnoop.Recording.ClickHouse;

namespace ApiSnoop.Cli.Commands.Stores;

/// <summary>The store that is cared for: an address, or the usual store's.</summary>
internal sealed class StoreUrlArgument : Argument<string?>
{
    public StoreUrlArgument()
        : base("URL")
    {
        Description = "The store: clickhouse://[user@]host:8123/database[?cluster=NAME] [default: $APISNOOP_STORE]";
        Arity = ArgumentArity.ZeroOrOne;
        Validators.Add(argument =>
        {
            if (argument.Tokens is [var token] && StoreOption.WrongIn(token.Value) is { } wrong) argument.AddError(wrong);
        });
    }

    /// <summary>The store; nothing is asked yet.</summary>
    /// <exception cref="FormatException">It is no store in ClickHouse.</exception>
    public StoreCare Care(ParseResult result) => new(result.GetValue(this) ?? RecordingStore.DefaultAddress());
}
