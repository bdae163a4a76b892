using ApiSnoop.Recording;

namespace ApiSnoop.Web.Capturing;

/// <summary>
/// Tells a page that shows something which grows when to look again: a line each time. It is a stream that scripts fetch, as what
/// browsers have for events sends no token.
/// </summary>
static class LiveStream
{
    static readonly TimeSpan s_look = TimeSpan.FromSeconds(0.5), s_tick = TimeSpan.FromSeconds(1), s_breath = TimeSpan.FromSeconds(15);

    public static void Map(IEndpointRouteBuilder routes, ServerOptions options, RecordingStore store) =>
        routes.MapGet("/live", (HttpContext context) =>
        {
            var app = context.Request.Query["app"].ToString();
            return app.Length == 0
                ? Follow(context, store.Clock, s_tick, () => store.Clock.GetTimestamp().ToString("D", null))
                : Follow(context, store.Clock, s_look, () => Growing.Stamp(options, store, app));
        }).ExcludeFromDescription();

    static async Task Follow(HttpContext context, TimeProvider clock, TimeSpan look, Func<string> stamp)
    {
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        var (shown, told) = (stamp(), clock.GetUtcNow());
        await context.Response.WriteAsync("here\n", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        try
        {
            while (true)
            {
                await Task.Delay(look, clock, context.RequestAborted);
                var (now, time) = (stamp(), clock.GetUtcNow());
                if (now == shown && time - told < s_breath) continue;
                await context.Response.WriteAsync(now == shown ? "\n" : "changed\n", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                (shown, told) = (now, time);
            }
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
    }
}
