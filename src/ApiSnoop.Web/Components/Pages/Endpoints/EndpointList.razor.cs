using System.Collections.Immutable;
using ApiSnoop.Reports;
using ApiSnoop.Web.Components.Filters;
using ApiSnoop.Web.Components.Tables;
using ApiSnoop.Web.Hosting;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace ApiSnoop.Web.Components.Pages.Endpoints;

/// <summary>The table of everything known of each endpoint, with a search box and the presets.</summary>
public sealed partial class EndpointList
{
    static readonly string[] s_hidden = ["group", "version", "kind", "action", "eligible", "app names", "method + path"];

    IReadOnlyList<string> _apps = [];
    PageFilter _page = new(Filtering.RecordingFilter.All, []);
    EndpointPreset? _preset;
    ImmutableArray<KeyValuePair<string, string>> _kept = [];
    Table _table = new([], []);
    string _search = "", _release = "";

    [Inject]
    RecordingShelf Shelf { get; set; } = null!;

    [Inject]
    AnswerCache Answers { get; set; } = null!;

    [CascadingParameter]
    HttpContext? Http { get; set; }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        var address = Http is null ? PageAddress.To("/endpoints") : PageAddress.Of(Http.Request);
        _apps = AppChoice.Of(Http, Shelf);
        _page = PageFilter.Of(Http);
        _preset = EndpointPreset.Find(address.Find(EndpointPreset.Parameter));
        _search = address.Find("q")?.Trim() ?? "";
        _kept = [.. address.Query.Where(q => q.Key is not ("q" or "rows"))];
        var all = Answers.Get("endpoints", _apps, _page.Filter, () => KnownEndpoint.All(Shelf, _apps, _page.Filter));
        _release = ReleaseOf();
        _table = KnownEndpointTable.Of(all.Where(e => (_preset?.Keeps(e) ?? true) && EndpointSearch.Finds(_search, e.Operation)));
    }

    string ReleaseOf()
    {
        var releases = Shelf.Store.Manifests().Where(m => _apps.Contains(m.App)).Select(m => m.Release).Distinct().ToList();
        return releases.Count == 0 ? "the newest release" : string.Join(", ", releases);
    }
}
