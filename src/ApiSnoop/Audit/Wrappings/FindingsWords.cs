using System.Globalization;

namespace ApiSnoop.Audit.Wrappings;

/// <summary>Says what was found around audit events, and beside them.</summary>
internal static class FindingsWords
{
    const string Flat = "each field of an event under the whole of its name";
    const int MostOfPrefix = 60;

    static readonly (Wraps Wraps, string Words)[] s_words =
    [
        (Wraps.Yaml, "YAML"),
        (Wraps.Csv, "CSV"),
        (Wraps.ContainerLines, "lines of a container's log"),
        (Wraps.Docker, "lines of Docker's json-file log"),
        (Wraps.Fluentd, "records of fluentd or Fluent Bit"),
        (Wraps.Journal, "records of the systemd journal"),
        (Wraps.CloudWatch, "EKS CloudWatch export"),
        (Wraps.AzureMonitor, "AKS records of Azure Monitor"),
        (Wraps.CloudLogging, "GKE export of Cloud Logging"),
        (Wraps.Loki, "Loki export"),
        (Wraps.Elasticsearch, "Elasticsearch export"),
        (Wraps.Splunk, "Splunk export"),
        (Wraps.OpenTelemetry, "OpenTelemetry log records"),
        (Wraps.Base64, "base64"),
        (Wraps.Flattened, Flat),
        (Wraps.Colours, "colours of a terminal: taken off"),
    ];

    /// <summary>A sentence without its full stop, or nothing if all events stood plain.</summary>
    public static string Of(Findings findings)
    {
        var wraps = findings.Wraps != Wraps.None ? findings.Wraps : findings.Met;
        var parts = s_words.Where(w => (wraps & w.Wraps) != 0).Select(w => w.Words + Detail(w.Wraps, findings)).ToList();
        if ((wraps & ~(Wraps.Flattened | Wraps.Csv)) != 0) parts.Remove(Flat);
        if (findings.Unwrapped > 0 && findings.Prefix.Length > 0 && (wraps & Wraps.Prefix) != 0)
            parts.Add($"each line starts with text such as \"{Shown(findings.Prefix)}\": taken off");
        if (parts.Count == 0 && findings.Unwrapped > 0) parts.Add(Records(findings));
        if (findings.Joined > 0) parts.Add($"{Count(findings.Joined, "event")} put together from pieces");
        if (findings.Cut > 0) parts.Add($"{Count(findings.Cut, "event")} cut off and kept as far as told");
        var skipped = findings.Skipped.OrderByDescending(s => s.Value).ThenBy(s => s.Key, StringComparer.Ordinal)
            .Select(s => $"{Number(s.Value)} {Singular(s.Key, s.Value)}").ToList();
        if (skipped.Count > 0) parts.Add($"left out: {string.Join(", ", skipped)}");
        if (findings is { Activity: > 0, DataAccess: 0 })
            parts.Add("reads are missing: only the activity log is here, not the data access log that get, list and watch are in");
        return string.Join("; ", parts);
    }

    static string Records(Findings findings) => findings.Key.Length > 0
        ? $"records with the event in \"{Shown(findings.Key)}\""
        : "records with the event inside";

    static string Detail(Wraps wraps, Findings findings)
    {
        if (wraps != Wraps.CloudWatch || findings.Streams.Count == 0) return "";
        var others = findings.Streams.Count(s => s.Value == 0);
        var words = others == 0 ? "" : $", {Number(others)} {(others == 1 ? "is no audit log" : "are no audit logs")}";
        return $", {Count(findings.Streams.Count, "log stream")}{words}";
    }

    /// <summary>Text out of a log as it may be shown: on one line, without control characters, not too long.</summary>
    static string Shown(string text)
    {
        var shown = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
        return shown.Length <= MostOfPrefix ? shown : shown[..MostOfPrefix] + "…";
    }

    static string Singular(string things, long count) => count == 1 && things.StartsWith("records ", StringComparison.Ordinal)
        ? "record" + things["records".Length..]
        : count == 1 && things.EndsWith("lines", StringComparison.Ordinal) ? things[..^1] : things;

    static string Count(long count, string thing) => $"{Number(count)} {thing}{(count == 1 ? "" : "s")}";

    static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
