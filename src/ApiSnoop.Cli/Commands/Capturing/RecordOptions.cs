using System.CommandLine;
using System.Globalization;
using ApiSnoop.Cli.Options;

namespace ApiSnoop.Cli.Commands.Capturing;

/// <summary>Which capture records: that on the same store, or one elsewhere.</summary>
internal sealed class CaptureChoice
{
    readonly StoreOption _store = new();
    readonly Option<string?> _server = new("--server")
    {
        Description = "The pages of a capture elsewhere; its token for record in APISNOOP_TOKEN [default: that on the same store]",
        HelpName = "URL",
    };

    public void AddTo(Command command)
    {
        command.Add(_server);
        _store.AddTo(command);
    }

    /// <summary>The store.</summary>
    public StoreOption Store => _store;

    /// <exception cref="UserException">There is none.</exception>
    public CaptureClient Find(ParseResult result) => CaptureClient.Find(result.GetValue(_server), _store.Open(result));
}

/// <summary>How long stopping waits.</summary>
internal sealed class SettleOption
{
    const double Usual = 35, Most = 300;

    readonly Option<double> _settle = new("--settle")
    {
        Description = "Wait so long at most until each API server has told of something later than the end",
        DefaultValueFactory = _ => Usual,
        HelpName = "SECONDS",
        CustomParser = result => Seconds(result.Tokens[0].Value) is { } seconds ? seconds : Bad(result),
    };

    public void AddTo(Command command) => command.Add(_settle);

    public TimeSpan Value(ParseResult result) => TimeSpan.FromSeconds(result.GetValue(_settle));

    /// <summary>With or without its unit.</summary>
    static double? Seconds(string text) =>
        double.TryParse(text.TrimEnd('s'), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and <= Most
            ? seconds : null;

    static double Bad(System.CommandLine.Parsing.ArgumentResult result)
    {
        result.AddError($"--settle {result.Tokens[0].Value} is no time: write seconds from 0 to 300, such as 35s.");
        return Usual;
    }
}
