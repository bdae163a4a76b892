using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ApiSnoop.Recording;
using Microsoft.Extensions.Logging;

namespace ApiSnoop.Web.Access;

/// <summary>
/// Every write that somebody asked the server for, those that were refused with them: a line of JSON each, in a file of their own. It is
/// opened for each line, so it may be renamed and packed at any time. No header, query or body goes into it, so no token does.
/// </summary>
sealed partial class WriteLog(AccessOptions options, RecordingStore store, ILogger<WriteLog> log)
{
    /// <summary>Names of apps and of those who ask come from outside.</summary>
    const int LongestText = 300;

    static readonly JsonSerializerOptions s_json =
        new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly Lock _lock = new();

    /// <summary>The middleware; it must run behind routing and before tokens are looked at.</summary>
    public async Task Answer(HttpContext context, RequestDelegate next)
    {
        if (options.WriteLog.Length == 0 || context.GetEndpoint()?.Metadata.GetMetadata<Writes>() is not { } writes)
        {
            await next(context);
            return;
        }

        var status = StatusCodes.Status500InternalServerError;
        try
        {
            await next(context);
            status = context.Response.StatusCode;
        }
        finally
        {
            Note(context, writes, status);
        }
    }

    /// <summary>Says which app a write is about.</summary>
    public static void About(HttpContext context, string app) => context.Features.Set(new WrittenApp(app));

    /// <summary>Says who asked, where only the form says so.</summary>
    public static void By(HttpContext context, Caller caller) => context.Features.Set(caller);

    void Note(HttpContext context, Writes writes, int status)
    {
        var line = new WriteLine(
            store.Clock.GetUtcNow(), Cut(Caller.Of(context).Name), Caller.Of(context).Role.ToString().ToLowerInvariant(), writes.What,
            Cut(context.Features.Get<WrittenApp>()?.App ?? ""), Caller.AddressOf(context),
            Cut(context.Request.Headers["X-Forwarded-For"].ToString()), status < 400, status);
        try
        {
            lock (_lock) Append(JsonSerializer.SerializeToUtf8Bytes(line, s_json));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What was asked for is done already; who asked must be said somewhere.
            NotWritten(e.Message, JsonSerializer.Serialize(line, s_json));
        }
    }

    void Append(byte[] line)
    {
        var open = new FileStreamOptions
        {
            Mode = FileMode.Append,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
        };
        if (!OperatingSystem.IsWindows()) open.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(options.WriteLog, open);
        // At once, so that lines of two processes do not mix.
        file.Write([.. line, (byte)'\n']);
    }

    static string Cut(string text) => text.Length <= LongestText ? text : text[..LongestText] + "…";

    [LoggerMessage(Level = LogLevel.Error, Message = "The log of writes cannot be written ({Reason}): {Line}")]
    partial void NotWritten(string reason, string line);

    sealed record WrittenApp(string App);

    sealed record WriteLine(
        DateTimeOffset Time, string Who, string Role, string What, string App, string From, string ForwardedFor, bool Done, int Status);
}

/// <summary>Marks what changes something.</summary>
/// <param name="What">What it does.</param>
sealed record Writes(string What);

/// <summary>Marks what is posted to and changes nothing all the same.</summary>
sealed record OnlyReads;
