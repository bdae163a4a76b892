using ApiSnoop.Insights.Noise;
using ApiSnoop.Recording;
using ApiSnoop.Reports.Conformance;
using ApiSnoop.Web.Certification;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSnoop.Web.Hosting;

/// <summary>The recordings and what goes with them.</summary>
internal static class RecordingServices
{
    /// <summary>
    /// Adds them. A page or an answer sees the store at one moment, and what was opened and counted for others of it; what runs on and on
    /// asks the store itself.
    /// </summary>
    public static void AddRecordings(this IServiceCollection services, RecordingStore store)
    {
        services.AddSingleton(store);
        services.AddSingleton<OpenedRecordings>();
        services.AddSingleton<KeptAnswers>();
        services.AddSingleton(new StoreNoise(store.Location));
        services.AddSingleton(new ConformanceShelf(store.Location));
        services.AddSingleton<CertificateShelf>();
        services.AddScoped(s => new RecordingShelf(
            store.AtOneMoment(), s.GetRequiredService<OpenedRecordings>(), s.GetRequiredService<StoreNoise>(),
            s.GetRequiredService<ConformanceShelf>()));
        services.AddScoped<AnswerCache>();
        services.AddScoped<VerdictShelf>();
    }
}
