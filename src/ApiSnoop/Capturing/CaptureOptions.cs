namespace ApiSnoop.Capturing;

/// <summary>How a capture is to run.</summary>
public sealed record CaptureOptions
{
    /// <summary>The most bytes of a batch, unpacked.</summary>
    /// <remarks>A batch has 400 events; with bodies 30 MB have been seen (tigera/operator #5054).</remarks>
    public const long MostBatchBytes = 64L << 20;

    /// <summary>The most bytes that the spool may take.</summary>
    public long MostSpoolBytes { get; init; } = 16L << 30;

    /// <summary>How long an API server tries to send a batch: what was down for less loses nothing.</summary>
    /// <remarks>10 s, then 1.5 times as long each time, five tries: kubernetes/apiserver, pkg/util/webhook.</remarks>
    public TimeSpan RetryTime { get; init; } = TimeSpan.FromSeconds(81);

    /// <summary>The version of APISnoop, for manifests.</summary>
    public string ToolVersion { get; init; } = "";
}
