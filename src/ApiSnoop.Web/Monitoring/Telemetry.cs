using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ApiSnoop.Web.Monitoring;

/// <summary>
/// Sends traces and figures of answers and loads to an OpenTelemetry collector where the environment names one, as the specification has
/// it. Without that nothing of it is even loaded.
/// </summary>
/// <remarks>The variables: opentelemetry.io/docs/specs/otel/protocol/exporter.</remarks>
public sealed class Telemetry : IDisposable
{
    const string Ours = "ApiSnoop", OfAnswers = "Microsoft.AspNetCore";

    static readonly string[] s_variables =
        ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT"];

    readonly TracerProvider? _traces;
    readonly MeterProvider? _figures;

    Telemetry(TracerProvider? traces, MeterProvider? figures) => (_traces, _figures) = (traces, figures);

    /// <summary>Begins to send; null where no collector is named.</summary>
    /// <param name="version">The version of APISnoop.</param>
    public static Telemetry? Begin(string version) =>
        Array.Exists(s_variables, v => Environment.GetEnvironmentVariable(v) is { Length: > 0 }) ? Open(version) : null;

    static Telemetry Open(string version) => new(
        Sdk.CreateTracerProviderBuilder().ConfigureResource(r => Name(r, version)).AddSource(Ours, OfAnswers).AddOtlpExporter().Build(),
        Sdk.CreateMeterProviderBuilder().ConfigureResource(r => Name(r, version)).AddMeter(Ours, OfAnswers + ".Hosting").AddOtlpExporter()
            .Build());

    /// <summary>What OTEL_SERVICE_NAME says goes before this.</summary>
    static void Name(ResourceBuilder resource, string version) =>
        resource.Clear().AddService("apisnoop", serviceVersion: version, autoGenerateServiceInstanceId: false).AddTelemetrySdk()
            .AddEnvironmentVariableDetector();

    /// <summary>Sends what is left.</summary>
    public void Dispose()
    {
        _traces?.Dispose();
        _figures?.Dispose();
    }
}
