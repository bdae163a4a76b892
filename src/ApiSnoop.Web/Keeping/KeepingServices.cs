using ApiSnoop.Insights.Noise;
using ApiSnoop.Recording;
using ApiSnoop.Reports.Conformance;
using ApiSnoop.Web.Certification;
using ApiSnoop.Web.Components.Chart;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSnoop.Web.Keeping;

/// <summary>What a server needs to answer pages from memory.</summary>
internal static class KeepingServices
{
    /// <summary>Adds it; the recordings, the answers and the verdicts are there already.</summary>
    public static void AddPageAnswers(this IServiceCollection services)
    {
        services.AddSingleton(s =>
        {
            var (store, noise) = (s.GetRequiredService<RecordingStore>(), s.GetRequiredService<StoreNoise>());
            var (conformance, certificates) = (s.GetRequiredService<ConformanceShelf>(), s.GetRequiredService<CertificateShelf>());
            return new StoreLooks(() => StoreMarks.Of(store, noise, conformance, certificates), store.Clock);
        });
        services.AddSingleton<PageRenderer>();
        services.AddSingleton<DrawnCharts>();
        services.AddSingleton<PageAnswers>();
    }
}
