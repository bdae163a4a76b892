using ApiSnoop.Recording;
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
            var store = s.GetRequiredService<RecordingStore>();
            return new StoreLooks(() => s.Marks(store), store.Clock);
        });
        services.AddSingleton<PageRenderer>();
        services.AddSingleton<DrawnCharts>();
        services.AddSingleton<PageAnswers>();
    }
}
