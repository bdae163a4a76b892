using ApiSnoop.Filtering;
using ApiSnoop.Recording;
using ApiSnoop.Reports.Endpoints;
using ApiSnoop.Reports.Tables;
using ApiSnoop.Web.Components.Apps;
using ApiSnoop.Web.Components.Filters;
using ApiSnoop.Web.Components.Tables;
using Microsoft.AspNetCore.Components;

namespace ApiSnoop.Web.Components.Pages;

/// <summary>What pages over several recordings share: the chosen apps and the filter, both from the address.</summary>
public abstract class RecordingsPage : ComponentBase
{
    /// <summary>The recordings.</summary>
    [Inject]
    protected RecordingShelf Shelf { get; set; } = null!;

    /// <summary>What was counted before.</summary>
    [Inject]
    protected AnswerCache Answers { get; set; } = null!;

    /// <summary>The request.</summary>
    [CascadingParameter]
    protected HttpContext? Http { get; set; }

    /// <summary>The apps that the page looks at.</summary>
    protected IReadOnlyList<string> Apps { get; private set; } = [];

    /// <summary>The test run that tells what is tested; null where there is none.</summary>
    protected Manifest? Run { get; private set; }

    /// <summary>The filter.</summary>
    protected PageFilter Page { get; private set; } = new(RecordingFilter.All, []);

    /// <summary>The address, for links that change a part of it.</summary>
    internal PageAddress Address { get; private set; } = PageAddress.To("/");

    /// <inheritdoc/>
    protected sealed override void OnInitialized()
    {
        if (Http is not null) Address = PageAddress.Of(Http.Request);
        Apps = ChosenApps(AppChoice.Of(Http, Shelf));
        Run = RunChoice.Shown(Http, Shelf);
        Page = PageFilter.Of(Http);
        Load();
    }

    /// <summary>The apps to look at, of those that the address names.</summary>
    protected virtual IReadOnlyList<string> ChosenApps(IReadOnlyList<string> named) => named;

    /// <summary>Gathers what the page shows.</summary>
    protected abstract void Load();

    /// <summary>The coverage of the chosen apps under the filter.</summary>
    protected IReadOnlyList<AppCoverage> Coverages() => Shelf.Coverages(Apps, Page.Filter);

    /// <summary>Everything known of each endpoint of the chosen apps' releases.</summary>
    protected IReadOnlyList<KnownEndpoint> Endpoints(bool withNoise = true) =>
        Answers.Endpoints(Shelf, Apps, Page.Filter, Run?.App, withNoise);

    /// <summary>Everything known of each endpoint of the test run's release.</summary>
    protected IReadOnlyList<KnownEndpoint> EndpointsOfRun(bool withNoise) =>
        Answers.EndpointsOfRun(Shelf, Apps, Page.Filter, Run?.App, withNoise);

    /// <summary>The table of an exporter over the chosen apps.</summary>
    private protected Table Export(string exporter) => Answers.Get(
        exporter + "\n" + Run?.App, Apps, Page.Filter, () =>
            Exporters.Find(exporter)!.Make(Shelf.Input(Apps, Page.Filter, Run?.App, withNoise: false)));

    /// <summary>Answers with the status for what is not there; the page says in its own words what that is.</summary>
    protected void NotFound() => Http?.AnswerWith(StatusCodes.Status404NotFound);
}
