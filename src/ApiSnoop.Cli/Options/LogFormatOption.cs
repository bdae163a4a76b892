using System.CommandLine;

namespace ApiSnoop.Cli.Options;

/// <summary>How a server writes its log.</summary>
internal sealed class LogFormatOption
{
    // Words of this option's own: every help would wait for the server to be loaded otherwise.
    const string Text = "text", Json = "json";

    readonly Option<string> _format = new("--log-format")
    {
        Description = "How to write the log to standard error",
        DefaultValueFactory = _ => Text,
        HelpName = $"{Text}|{Json}",
    };

    public LogFormatOption() => _format.AcceptOnlyFromAmong(Text, Json);

    public void AddTo(Command command) => command.Add(_format);

    public bool IsJson(ParseResult result) => result.GetRequiredValue(_format) == Json;
}
