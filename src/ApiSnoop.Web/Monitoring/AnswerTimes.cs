using System.Diagnostics;
using Microsoft.AspNetCore.Components.Endpoints;
using Prometheus;

namespace ApiSnoop.Web.Monitoring;

/// <summary>
/// How many answers the server gave, and how long they took. What they are of is told by their kind, as addresses are endless.
/// </summary>
sealed class AnswerTimes(ServerOptions options)
{
    /// <summary>In seconds. A page that is kept takes a thousandth of one, a question over a cluster's month some.</summary>
    static readonly double[] s_steps = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    /// <summary>Made with the first answer: a server must not wait for it as it starts.</summary>
    readonly Lazy<(CollectorRegistry Registry, Histogram Times)> _counts = new(() => Begin(options));

    /// <summary>The middleware; it must run before all that answers.</summary>
    public async Task Answer(HttpContext context, RequestDelegate next)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            // A stream that tells when to look again is open for as long as somebody looks.
            if (!context.Request.Path.StartsWithSegments("/live"))
                _counts.Value.Times.WithLabels(KindOf(context), Code(context.Response.StatusCode))
                    .Observe(Stopwatch.GetElapsedTime(began).TotalSeconds);
        }
    }

    /// <summary>Writes what was counted.</summary>
    public Task Write(Stream to, CancellationToken cancelled) => _counts.Value.Registry.CollectAndExportAsTextAsync(to, cancelled);

    static (CollectorRegistry Registry, Histogram Times) Begin(ServerOptions options)
    {
        var registry = Metrics.NewCustomRegistry();
        var factory = Metrics.WithCustomRegistry(registry);
        DotNetStats.Register(registry);
        factory.CreateGauge("apisnoop_info", "The version that runs. Always 1.", "version").WithLabels(options.Version).Set(1);
        var times = factory.CreateHistogram(
            "apisnoop_http_answer_seconds",
            "How long answers took. kind is page, api, chart, export, asset, capture, mcp, health, metrics or none; code its first digit.",
            ["kind", "code"], new HistogramConfiguration { Buckets = s_steps });
        return (registry, times);
    }

    static string Code(int status) => status is >= 100 and < 600 ? $"{(char)('0' + status / 100)}xx" : "other";

    static string KindOf(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        bool Is(string start) => path.StartsWith(start, StringComparison.Ordinal);
        if (Is("/api/") || Is("/openapi/")) return "api";
        if (Is("/assets/")) return "asset";
        if (path is "/healthz" or "/readyz") return "health";
        if (path == "/metrics") return "metrics";
        if (path == "/mcp") return "mcp";
        if (Is("/capture/")) return "capture";
        if (path.EndsWith(".svg", StringComparison.Ordinal)) return "chart";
        if (path.Contains("/export/", StringComparison.Ordinal)) return "export";
        return context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is null ? "none" : "page";
    }
}
