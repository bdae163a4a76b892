namespace ApiSnoop.Audit.Wrappings;

/// <summary>What was found around audit events.</summary>
[Flags]
internal enum Wraps
{
    None = 0,

    /// <summary>Colours of a terminal.</summary>
    Colours = 1 << 0,

    /// <summary>Text before the JSON on its line.</summary>
    Prefix = 1 << 1,

    /// <summary>Lines of containerd and CRI-O.</summary>
    ContainerLines = 1 << 2,

    /// <summary>Lines of Docker's json-file driver.</summary>
    Docker = 1 << 3,

    /// <summary>Records of fluentd or Fluent Bit.</summary>
    Fluentd = 1 << 4,

    /// <summary>Records of the systemd journal.</summary>
    Journal = 1 << 5,

    /// <summary>Records with the event as text or object under a key that says nothing of who wrote it.</summary>
    Records = 1 << 6,

    /// <summary>Amazon CloudWatch Logs, where EKS writes.</summary>
    CloudWatch = 1 << 7,

    /// <summary>Azure Monitor, where AKS writes.</summary>
    AzureMonitor = 1 << 8,

    /// <summary>Google Cloud Logging, where GKE writes.</summary>
    CloudLogging = 1 << 9,

    /// <summary>Grafana Loki.</summary>
    Loki = 1 << 10,

    /// <summary>Elasticsearch or OpenSearch.</summary>
    Elasticsearch = 1 << 11,

    /// <summary>Splunk.</summary>
    Splunk = 1 << 12,

    /// <summary>OpenTelemetry's log records.</summary>
    OpenTelemetry = 1 << 13,

    /// <summary>Base64, packed with gzip or not.</summary>
    Base64 = 1 << 14,

    /// <summary>Rows of a table as CSV.</summary>
    Csv = 1 << 15,

    /// <summary>YAML.</summary>
    Yaml = 1 << 16,

    /// <summary>An event's fields side by side, each under the whole of its name.</summary>
    Flattened = 1 << 17,
}
