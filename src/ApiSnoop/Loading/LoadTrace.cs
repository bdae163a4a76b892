using System.Diagnostics;
using System.Diagnostics.Metrics;
using ApiSnoop.Recording;

namespace ApiSnoop.Loading;

/// <summary>
/// Tells whoever listens in this process of a load: a span with its outcome, and sums. Nobody does unless a collector is named, and
/// then it costs nothing but to ask.
/// </summary>
static class LoadTrace
{
    const string Name = "ApiSnoop";

    static readonly ActivitySource s_source = new(Name);
    static readonly Meter s_meter = new(Name);

    static readonly Counter<long> s_events =
        s_meter.CreateCounter<long>("apisnoop.load.events", "{event}", "Audit events that loads read.");

    static readonly Counter<long> s_requests =
        s_meter.CreateCounter<long>("apisnoop.load.requests", "{request}", "Requests that loads recorded.");

    static readonly Histogram<double> s_seconds =
        s_meter.CreateHistogram<double>("apisnoop.load.duration", "s", "How long loads took.");

    /// <summary>Runs a load and tells of it.</summary>
    public static Manifest Of(string app, TimeProvider clock, Func<Manifest> load)
    {
        using var span = s_source.StartActivity("load");
        span?.SetTag("apisnoop.app", app);
        var began = clock.GetTimestamp();
        try
        {
            var loaded = load();
            span?.SetTag("apisnoop.release", loaded.Release).SetTag("apisnoop.events", loaded.Events)
                .SetTag("apisnoop.requests", loaded.Requests).SetTag("apisnoop.bad_lines", loaded.BadLines);
            s_events.Add(loaded.Events);
            s_requests.Add(loaded.Requests);
            s_seconds.Record(clock.GetElapsedTime(began).TotalSeconds);
            return loaded;
        }
        catch (Exception e)
        {
            // Messages name files and lines of logs; the kind of failure is enough to be looked for.
            span?.SetStatus(ActivityStatusCode.Error, e.GetType().Name);
            throw;
        }
    }
}
