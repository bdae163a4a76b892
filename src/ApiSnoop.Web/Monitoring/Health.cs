using ApiSnoop.Capturing;
using ApiSnoop.Recording;
using Microsoft.Extensions.Logging;

namespace ApiSnoop.Web.Monitoring;

/// <summary>
/// <c>/healthz</c>: the process answers. <c>/readyz</c>: the store can be read and the spool can be written. Whoever runs the server asks
/// by an address of its own choice and without a token, so nothing is said but that.
/// </summary>
sealed partial class Health(RecordingStore store, Capture? capture, ILogger<Health> log)
{
    string _said = "";

    /// <summary>The middleware; it must run before hosts and tokens are looked at.</summary>
    public Task Answer(HttpContext context, RequestDelegate next) => (context.Request.Path.Value, context.Request.Method) switch
    {
        ("/healthz", "GET" or "HEAD") => Say(context, StatusCodes.Status200OK, "ok\n"),
        ("/readyz", "GET" or "HEAD") => AnswerReady(context),
        _ => next(context),
    };

    Task AnswerReady(HttpContext context)
    {
        var (store, spool) = (StoreTrouble(), capture?.SpoolTrouble() ?? "");
        Note(string.Join("; ", new[] { store, spool }.Where(t => t.Length > 0)));
        var words = (store.Length > 0 ? "the store cannot be read\n" : "") + (spool.Length > 0 ? "the spool cannot be written\n" : "");
        return words.Length > 0
            ? Say(context, StatusCodes.Status503ServiceUnavailable, words)
            : Say(context, StatusCodes.Status200OK, "ready\n");
    }

    /// <summary>A store in which nothing was recorded yet has no folder; it can be read all the same.</summary>
    string StoreTrouble()
    {
        try
        {
            _ = store.List();
            return File.Exists(store.Location) ? $"{store.Location} is a file" : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or StoreException)
        {
            return e.Message;
        }
    }

    /// <summary>Those who ask do so every few seconds; the log is told when it changes.</summary>
    void Note(string trouble)
    {
        if (Interlocked.Exchange(ref _said, trouble) == trouble) return;
        if (trouble.Length > 0) NotReady(trouble);
        else ReadyAgain();
    }

    static Task Say(HttpContext context, int status, string words)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.WriteAsync(words);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Not ready: {Trouble}")]
    partial void NotReady(string trouble);

    [LoggerMessage(Level = LogLevel.Information, Message = "Ready again")]
    partial void ReadyAgain();
}
