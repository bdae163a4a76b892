using ApiSnoop.Insights.Noise;
using ApiSnoop.Recording;
using ApiSnoop.Reports.Conformance;
using ApiSnoop.Web.Certification;
using ApiSnoop.Web.Keeping;
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
        services.AddScoped(s => new AnswerCache(
            s.GetRequiredService<KeptAnswers>(), () => s.Marks(s.GetRequiredService<RecordingShelf>().Store).All));
        services.AddScoped<VerdictShelf>();
    }

    /// <summary>What tells a state of all that pages and answers are made from.</summary>
    /// <param name="services">What goes with the recordings.</param>
    /// <param name="store">The recordings, at one moment or as they are now.</param>
    public static StoreMarks Marks(this IServiceProvider services, RecordingStore store) => StoreMarks.Of(
        store, services.GetRequiredService<StoreNoise>(), services.GetRequiredService<ConformanceShelf>(),
        services.GetRequiredService<CertificateShelf>());
}
