using System.CommandLine;
using ApiSnoop.Web.Monitoring;

namespace ApiSnoop.Cli.Options;

/// <summary>How a server writes its log.</summary>
internal sealed class LogFormatOption
{
    readonly Option<string> _format = new("--log-format")
    {
        Description = "How to write the log to standard error",
        DefaultValueFactory = _ => LogLines.Formats[0],
        HelpName = string.Join('|', LogLines.Formats),
    };

    public LogFormatOption() => _format.AcceptOnlyFromAmong([.. LogLines.Formats]);

    public void AddTo(Command command) => command.Add(_format);

    public bool IsJson(ParseResult result) => result.GetRequiredValue(_format) == "json";
}
