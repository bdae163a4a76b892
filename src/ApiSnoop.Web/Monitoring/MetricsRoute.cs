using ApiSnoop.Recording;
using ApiSnoop.Web.Capturing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Prometheus;

namespace ApiSnoop.Web.Monitoring;

/// <summary>
/// <c>/metrics</c> in the text that Prometheus reads. What the store and the capture tell is asked anew for each scrape, so that nothing
/// is told of an app that is gone.
/// </summary>
static class MetricsRoute
{
    const string Path = "/metrics";

    /// <summary>Adds what <c>/metrics</c> and <c>/readyz</c> need.</summary>
    public static IServiceCollection AddMonitoring(this IServiceCollection services)
    {
        services.AddSingleton<AnswerTimes>();
        services.AddScoped<RecordingMetrics>();
        return services.AddSingleton(s => new Health(
            s.GetRequiredService<RecordingStore>(), s.GetRequiredService<ServerOptions>().Capture?.Capture,
            s.GetRequiredService<ILogger<Health>>()));
    }

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(Path, Answer).ExcludeFromDescription();

    static async Task Answer(HttpContext context)
    {
        var services = context.RequestServices;
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        // Only a scrape that is whole is sent: one that breaks off in the middle reads like one in which series have vanished.
        using var text = new MemoryStream();
        await services.GetRequiredService<AnswerTimes>().Write(text, context.RequestAborted);
        var now = Metrics.NewCustomRegistry();
        services.GetRequiredService<RecordingMetrics>().AddTo(Metrics.WithCustomRegistry(now));
        if (services.GetRequiredService<ServerOptions>().Capture is { } door)
            CaptureMetrics.Add(Metrics.WithCustomRegistry(now), door.Capture);
        await now.CollectAndExportAsTextAsync(text, context.RequestAborted);
        text.Position = 0;
        await text.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
