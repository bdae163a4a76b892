using System.Collections.Immutable;
using ApiSnoop.Reports.Endpoints;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Web.Components.Pages.Endpoints;

/// <summary>The table of everything known of each endpoint, with a search box and the presets.</summary>
public sealed partial class EndpointList
{
    static readonly string[] s_hidden = ["operation id"];

    EndpointPreset? _preset;
    ImmutableArray<KeyValuePair<string, string>> _kept = [];
    Table _table = new([], []);
    string _search = "", _release = "";

    /// <inheritdoc/>
    protected override void Load()
    {
        _preset = EndpointPreset.Find(Address.Find(EndpointPreset.Parameter));
        _search = Address.Find("q")?.Trim() ?? "";
        _kept = [.. Address.FromTheTop().Query.Where(q => q.Key != "q")];
        var all = Endpoints();
        _release = ReleaseOf();
        _table = KnownEndpointTable.Of(all.Where(e => (_preset?.Keeps(e) ?? true) && EndpointSearch.Finds(_search, e.Operation)))
            // The eligibility says which are deprecated.
            .Without("deprecated", "group", "version", "kind", "action", "app names")
            .Leading("method", "path", "requests", "apps", "tests", "conformance tests", "eligibility");
    }

    string ReleaseOf()
    {
        var releases = Shelf.Store.Manifests().Where(m => Apps.Contains(m.App)).Select(m => m.Release).Distinct().ToList();
        return releases.Count == 0 ? "the newest release" : string.Join(", ", releases);
    }
}
