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
            var shelf = s.GetRequiredService<RecordingShelf>();
            return new StoreLooks(() => StoreMarks.Of(shelf, s.GetRequiredService<VerdictShelf>()), shelf.Store.Clock);
        });
        services.AddSingleton<PageRenderer>();
        services.AddSingleton<DrawnCharts>();
        services.AddSingleton<PageAnswers>();
    }
}
