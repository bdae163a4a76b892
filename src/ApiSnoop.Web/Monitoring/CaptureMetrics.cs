using ApiSnoop.Capturing;
using ApiSnoop.Capturing.Senders;
using Prometheus;

namespace ApiSnoop.Web.Monitoring;

/// <summary>What a capture says of itself: who sends, what is missing, how full the spool is.</summary>
static class CaptureMetrics
{
    const string OfSender = " By sender; of more than 256 the rest is one, (others).";

    public static void Add(IMetricFactory metrics, Capture capture)
    {
        void PerSender(string name, string help, Func<SenderFacts, double> of)
        {
            var counter = metrics.CreateCounter($"apisnoop_capture_{name}_total", help + OfSender, ["sender"]);
            foreach (var sender in capture.Senders) counter.WithLabels(sender.Name).IncTo(of(sender));
        }

        PerSender("events", "Audit events that arrived, repeated ones with them.", s => s.Events);
        PerSender("batches", "Batches that arrived, repeated ones with them.", s => s.Batches);
        PerSender("bytes", "Bytes of these events as they were kept, without bodies.", s => s.Bytes);
        PerSender("gaps", "Times in which nothing came for longer than a sender tries again, so that events may be lost.", s => s.GapCount);
        var last = metrics.CreateGauge(
            "apisnoop_capture_last_batch_timestamp_seconds", "When the last batch arrived, in seconds since 1970." + OfSender, ["sender"]);
        foreach (var sender in capture.Senders) last.WithLabels(sender.Name).Set(sender.LastBatch.ToUnixTimeMilliseconds() / 1000.0);
        var refused = metrics.CreateCounter(
            "apisnoop_capture_refused_total", "Posts that were refused since the start, by reason.", ["reason"]);
        foreach (var reason in Enum.GetValues<RefusalReason>())
            refused.WithLabels(Name(reason)).IncTo(capture.Refused.FirstOrDefault(r => r.Reason == reason)?.Count ?? 0);
        metrics.CreateGauge("apisnoop_capture_spool_bytes", "Bytes of the spool on the disk.").Set(capture.SpoolBytes);
        metrics.CreateGauge("apisnoop_capture_spool_limit_bytes", "The most that the spool may take.").Set(capture.Options.MostSpoolBytes);
        metrics.CreateGauge("apisnoop_capture_recordings_running", "Recordings that run.").Set(capture.Running.Count);
    }

    static string Name(RefusalReason reason) => reason switch
    {
        RefusalReason.NoToken => "no_token",
        RefusalReason.WrongToken => "wrong_token",
        RefusalReason.TooLarge => "too_large",
        RefusalReason.NoJson => "no_json",
        _ => "disk_full",
    };
}
