using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace ApiSnoop.Web.Monitoring;

/// <summary>How a server writes its log to standard error: a line each entry, as text or as JSON.</summary>
public static class LogLines
{
    /// <summary>Has a server log so.</summary>
    /// <param name="logging">The server's log.</param>
    /// <param name="json">Whether lines are JSON.</param>
    internal static void Write(ILoggingBuilder logging, bool json)
    {
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("ModelContextProtocol", LogLevel.Warning);
        // What keeps a server from starting is thrown as well, and told in words.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        if (json)
            logging.AddJsonConsole(o =>
            {
                (o.UseUtcTimestamp, o.TimestampFormat) = (true, "yyyy-MM-ddTHH:mm:ss.fffZ");
                o.JsonWriterOptions = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
            });
        else logging.AddSimpleConsole(o => o.SingleLine = true);
        logging.Services.Configure<ConsoleLoggerOptions>(o => o.LogToStandardErrorThreshold = LogLevel.Trace);
    }

    /// <summary>One line that a command says itself, in the shape of the server's own.</summary>
    /// <param name="words">What it says.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="level">How grave it is.</param>
    public static string Json(string words, TimeProvider clock, LogLevel level = LogLevel.Information) => JsonSerializer.Serialize(
        new
        {
            Timestamp = clock.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
            LogLevel = level.ToString(),
            Category = "apisnoop",
            Message = words,
        },
        s_options);

    static readonly JsonSerializerOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
