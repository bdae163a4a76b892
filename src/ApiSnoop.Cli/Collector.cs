using System.Runtime.CompilerServices;
using ApiSnoop.Web.Monitoring;

namespace ApiSnoop.Cli;

/// <summary>
/// The OpenTelemetry collector that the environment names, if any. Without one nothing of what talks to it is loaded: every command would
/// wait for that.
/// </summary>
/// <remarks>The variables: opentelemetry.io/docs/specs/otel/protocol/exporter.</remarks>
internal static class Collector
{
    static readonly string[] s_variables =
        ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT"];

    /// <summary>Begins to send; null where no collector is named.</summary>
    public static IDisposable? Begin() =>
        Array.Exists(s_variables, v => Environment.GetEnvironmentVariable(v) is { Length: > 0 }) ? Open() : null;

    [MethodImpl(MethodImplOptions.NoInlining)]
    static Telemetry Open() => Telemetry.Begin(ToolVersion.Text);
}
