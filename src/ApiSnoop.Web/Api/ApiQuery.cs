using ApiSnoop.Filtering;
using ApiSnoop.Recording;
using ApiSnoop.Reports.Clusters;
using ApiSnoop.Reports.Endpoints;
using ApiSnoop.Reports.Tables;
using ApiSnoop.Reports.Usage;
using ApiSnoop.Web.Components.Filters;
using ApiSnoop.Web.Components.Tables;

namespace ApiSnoop.Web.Api;

/// <summary>What a call of the API asks: which apps, under which filter, and the recordings to answer from.</summary>
/// <param name="Http">The call.</param>
/// <param name="Shelf">The recordings.</param>
/// <param name="Answers">What was counted before.</param>
internal sealed record ApiQuery(HttpContext Http, RecordingShelf Shelf, AnswerCache Answers)
{
    /// <summary>The filter.</summary>
    /// <exception cref="FormatException">A value cannot be understood.</exception>
    public RecordingFilter Filter => RecordingFilter.Parse(PageFilter.Given(PageAddress.QueryOf(Http.Request)));

    /// <summary>The apps, sorted by name: those that the query names, else all.</summary>
    /// <exception cref="ApiException">There is no such app.</exception>
    public IReadOnlyList<string> Apps => Named("app");

    /// <summary>The test run that the query names, or null for the usual one.</summary>
    /// <exception cref="ApiException">There is no such run.</exception>
    public string? Run => Text("run") is not { Length: > 0 } run ? null
        : TestRuns.Chosen(Shelf.Store.Manifests(), run)?.App
            ?? throw ApiException.NotFound("There is no test run of that name. The recordings are at /api/v1/recordings.");

    /// <summary>The apps that a parameter names, else all; a <c>*</c> stands for any text.</summary>
    /// <exception cref="ApiException">There is no such app.</exception>
    public IReadOnlyList<string> Named(string parameter)
    {
        var all = Shelf.Store.Manifests().Select(m => m.App).ToList();
        var named = Http.Request.Query[parameter].OfType<string>().Where(a => a.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        if (named.Count == 0) return all;
        foreach (var app in named)
            if (NamedRecordings.Of(app, all).Count == 0)
                throw NoApp(app);
        return [.. named.SelectMany(a => NamedRecordings.Of(a, all)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>Whether rankings count noise.</summary>
    public bool WithNoise => Text("noise") == "true";

    /// <summary>The coverage of each of some apps.</summary>
    public IReadOnlyList<AppCoverage> Coverages(IReadOnlyList<string> apps) => Shelf.Coverages(Known(apps), Filter);

    /// <summary>The apps, of which there is none that nobody knows.</summary>
    IReadOnlyList<string> Known(IReadOnlyList<string> apps)
    {
        foreach (var app in apps)
            if (Shelf.Open(app) is null)
                throw NoApp(app);
        return apps;
    }

    /// <summary>The table of an exporter over the apps.</summary>
    public Table Export(string exporter)
    {
        var (apps, filter, run) = (Apps, Filter, Run);
        return Answers.Get(
            $"{exporter} {WithNoise}\n{run}", apps, filter, () =>
                Exporters.Find(exporter)!.Make(Shelf.Input(Known(apps), filter, run, WithNoise)));
    }

    /// <summary>Everything known of each endpoint.</summary>
    public IReadOnlyList<KnownEndpoint> Endpoints()
    {
        var (apps, filter, run) = (Apps, Filter, Run);
        return Answers.Endpoints(Shelf, apps, filter, run);
    }

    /// <summary>Everything known of each endpoint of the test run's release.</summary>
    public IReadOnlyList<KnownEndpoint> EndpointsOfRun()
    {
        var (apps, filter, run) = (Apps, Filter, Run);
        return Answers.EndpointsOfRun(Shelf, apps, filter, run, WithNoise);
    }

    /// <summary>A text of the query.</summary>
    public string? Text(string name) => Http.Request.Query.TryGetValue(name, out var value) ? value.ToString() : null;

    /// <summary>There is no such app.</summary>
    public static ApiException NoApp(string app) =>
        ApiException.NotFound($"There is no app \"{(app.Length > 100 ? app[..100] + "…" : app)}\". The apps are at /api/v1/apps.");
}
