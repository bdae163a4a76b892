using ApiSnoop.Filtering;
using ApiSnoop.Recording;
using ApiSnoop.Reports.Endpoints;

namespace ApiSnoop.Web.Hosting;

/// <summary>The lists of endpoints that pages, their filters and the API ask for, each made once for all of them.</summary>
internal static class KnownEndpoints
{
    extension(AnswerCache answers)
    {
        /// <summary>Everything known of each endpoint of the apps' releases, see <see cref="KnownEndpoint"/>.</summary>
        /// <param name="shelf">The recordings.</param>
        /// <param name="apps">The apps.</param>
        /// <param name="filter">Which requests count.</param>
        /// <param name="run">The test run; null for the usual one.</param>
        /// <param name="withNoise">Whether noise counts as use.</param>
        public IReadOnlyList<KnownEndpoint> Endpoints(
            RecordingShelf shelf, IReadOnlyList<string> apps, RecordingFilter filter, string? run, bool withNoise = true) =>
            answers.Get($"endpoints {withNoise}\n{NameOf(shelf, run)}", apps, filter, () =>
                KnownEndpoint.All(shelf, apps, filter, run, withNoise));

        /// <summary>Everything known of each endpoint of the test run's release.</summary>
        /// <inheritdoc cref="Endpoints"/>
        public IReadOnlyList<KnownEndpoint> EndpointsOfRun(
            RecordingShelf shelf, IReadOnlyList<string> apps, RecordingFilter filter, string? run, bool withNoise = false) =>
            answers.Get($"endpoints of the run {withNoise}\n{NameOf(shelf, run)}", apps, filter, () =>
                KnownEndpoint.OfRun(shelf, apps, filter, run, withNoise));
    }

    /// <summary>The usual run has the same answers whether it is named or not.</summary>
    static string? NameOf(RecordingShelf shelf, string? run) => TestRuns.Chosen(shelf.Store.Manifests(), run)?.App;
}
