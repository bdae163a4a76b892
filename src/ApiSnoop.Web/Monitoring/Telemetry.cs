using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ApiSnoop.Web.Monitoring;

/// <summary>
/// Sends traces and figures of answers and loads to an OpenTelemetry collector where the environment names one, as the specification has
/// it.
/// </summary>
/// <remarks>The variables: opentelemetry.io/docs/specs/otel/protocol/exporter.</remarks>
public sealed class Telemetry : IDisposable
{
    const string Ours = "ApiSnoop", OfAnswers = "Microsoft.AspNetCore";

    readonly TracerProvider? _traces;
    readonly MeterProvider? _figures;

    Telemetry(TracerProvider? traces, MeterProvider? figures) => (_traces, _figures) = (traces, figures);

    /// <summary>Begins to send to the collector that the environment names.</summary>
    /// <param name="version">The version of APISnoop.</param>
    public static Telemetry Begin(string version) => new(
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
