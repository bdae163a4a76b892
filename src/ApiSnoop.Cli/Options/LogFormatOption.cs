using System.CommandLine;
using System.Runtime.CompilerServices;
using ApiSnoop.Web.Monitoring;
using Microsoft.Extensions.Logging;

namespace ApiSnoop.Cli.Options;

/// <summary>How a server writes its log.</summary>
internal sealed class LogFormatOption
{
    // Words of this option's own: every help would wait for the server to be loaded otherwise.
    const string Name = "--log-format", Text = "text", Json = "json";

    readonly Option<string> _format = new(Name)
    {
        Description = "How to write the log to standard error",
        DefaultValueFactory = _ => Text,
        HelpName = $"{Text}|{Json}",
    };

    public LogFormatOption() => _format.AcceptOnlyFromAmong(Text, Json);

    public void AddTo(Command command) => command.Add(_format);

    public bool IsJson(ParseResult result) => result.GetRequiredValue(_format) == Json;

    /// <summary>What keeps a command from its work, in the format that the command line asks for.</summary>
    public static string Error(ParseResult result, string words) =>
        result.CommandResult.Command.Options.FirstOrDefault(o => o.Name == Name) is Option<string> format && result.GetValue(format) == Json
            ? ErrorAsJson(words) : $"apisnoop: {words}";

    [MethodImpl(MethodImplOptions.NoInlining)]
    static string ErrorAsJson(string words) => LogLines.Json(words, TimeProvider.System, LogLevel.Error);
}
