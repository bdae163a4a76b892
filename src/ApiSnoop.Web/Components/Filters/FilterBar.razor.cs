using System.Collections.Immutable;
using System.Globalization;
using ApiSnoop.Filtering;
using ApiSnoop.Reports.Endpoints;
using ApiSnoop.Web.Components.Tables;
using Microsoft.AspNetCore.Components;

namespace ApiSnoop.Web.Components.Filters;

/// <summary>
/// The filters of a page: a plain form whose state is the URL. The module filters.js tells what a filter would keep while
/// it is typed; without it the form works the same.
/// </summary>
public sealed partial class FilterBar
{
    const int Suggestions = 15;

    ImmutableArray<Field> _fields = [];
    ImmutableArray<KeyValuePair<string, string>> _kept = [];
    ImmutableArray<Term> _active = [];
    ImmutableArray<(EndpointPreset Preset, int Count)> _presets = [];
    FilterCount _count = new(0, 0, 0, 0, 0, [], []);
    string _action = "", _preview = "", _reset = "", _summary = "", _keeps = "";
    string? _since, _until, _from, _to, _preset;
    long _total;

    sealed record Field(
        string Name, string Label, string Example, ImmutableArray<Written> Values, ImmutableArray<string> Suggestions, string Count);

    /// <summary>What stands in a field, and whether it is in force.</summary>
    readonly record struct Written(string Text, bool IsBad);

    /// <summary>A term of the filter as a chip that takes it away.</summary>
    readonly record struct Term(string Label, string Link, bool IsBad);

    [Inject]
    RecordingShelf Shelf { get; set; } = null!;

    [Inject]
    AnswerCache Answers { get; set; } = null!;

    [CascadingParameter]
    HttpContext? Http { get; set; }

    /// <summary>The apps whose recordings the page looks at.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<string> Apps { get; set; }

    /// <summary>The filter of the page's address, see <see cref="PageFilter.Of(HttpContext?)"/>.</summary>
    [Parameter, EditorRequired]
    public required PageFilter Page { get; set; }

    /// <summary>Whether the presets are offered; they are lists of endpoints.</summary>
    [Parameter]
    public bool Presets { get; set; } = true;

    /// <summary>The apps that the presets are about where they are not the page's: a preset leads to the list of all endpoints.</summary>
    [Parameter]
    public IReadOnlyList<string>? PresetApps { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (PageTables.WantedBy(Http) is not null) return;
        var address = Http is null ? PageAddress.To("") : PageAddress.Of(Http.Request);
        var recordings = Apps.Select(Shelf.Open).OfType<OpenRecording>().ToList();
        Count();
        Links(address);
        _preset = address.Find(EndpointPreset.Parameter);
        if (Presets)
            _presets = Answers.Get(
                "presets", PresetApps ?? Apps, RecordingFilter.All, () =>
                    Counted(Answers.Endpoints(Shelf, PresetApps ?? Apps, RecordingFilter.All, run: null)));
        var suggestions = Answers.Get("suggestions", Apps, RecordingFilter.All, () => SuggestionsFor(recordings));
        _fields = [.. RecordingFilter.FieldNames.Select(f => FieldFor(f.Field, f.Name, suggestions[f.Field]))];
        (_since, _until) = (Rejected("since") ?? TextOf(Page.Filter.Since), Rejected("until") ?? TextOf(Page.Filter.Until));
        _from = Example(recordings.Min(r => r.Stored.Manifest.From)) ?? "2026-11-23T15:12:00Z";
        _to = Example(recordings.Max(r => r.Stored.Manifest.To)) ?? "2026-11-23T16:12:00Z";
    }

    void Count()
    {
        _count = Answers.Get("count", Apps, Page.Filter, () => FilterCount.Of(Shelf, Apps, Page));
        _total = _count.OfRequests;
        _keeps = string.Create(CultureInfo.InvariantCulture,
            $"keeps {_count.Requests:N0} of {_count.OfRequests:N0} requests to {_count.Endpoints:N0} endpoints, by "
                + $"{_count.UserAgents:N0} user agents");
        _summary = Page.Filter.IsAll ? "" : _keeps;
    }

    void Links(PageAddress address)
    {
        _action = address.Path;
        _kept = [.. address.FromTheTop().Query.Where(q => !PageFilter.Names.Contains(q.Key))];
        _reset = address.FromTheTop().Without([.. PageFilter.Names, EndpointPreset.Parameter, "q"]).ToString();
        var preview = PageAddress.To("/api/v1/filter-preview");
        _preview = preview + QueryString.Create(Apps.Select(a => new KeyValuePair<string, string?>("app", a))).Value;
        _active = [.. PageFilter.Given(address.Query).Select(q =>
            new Term($"{q.Key} {q.Value}", Removed(address, q), Page.Rejected.Contains(q)))];
    }

    static string Removed(PageAddress address, KeyValuePair<string, string> term) =>
        address.FromTheTop().WithoutValue(term.Key, address.Query.First(q => q.Key == term.Key && q.Value.Trim() == term.Value).Value)
            .ToString();

    Field FieldFor(FilterField field, string name, ImmutableArray<string> suggestions)
    {
        // What is not in force stays where it was written.
        ImmutableArray<Written> values =
        [
            .. Page.Filter.Terms.Where(t => t.Field == field).Select(t => new Written(t.Pattern.Source, IsBad: false)),
            .. Page.Rejected.Where(r => r.Key == name).Select(r => new Written(r.Value, IsBad: true)),
        ];
        var count = _count.Fields.FirstOrDefault(f => f.Field == name);
        return new(
            name, Label(field), Example(field), values.IsEmpty ? [default] : [.. values, default], suggestions,
            count is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{count.Keeps:N0} of {count.Values:N0}"));
    }

    static Dictionary<FilterField, ImmutableArray<string>> SuggestionsFor(List<OpenRecording> recordings) =>
        RecordingFilter.FieldNames.ToDictionary(f => f.Field, f => FilterValues.Frequent(f.Field, recordings, Suggestions));

    static ImmutableArray<(EndpointPreset, int)> Counted(IReadOnlyList<KnownEndpoint> endpoints) =>
        [.. EndpointPreset.All.Select(p => (p, endpoints.Count(p.Keeps)))];

    string PresetLink(EndpointPreset preset)
    {
        var address = Http is null ? PageAddress.To("/endpoints") : PageAddress.Of(Http.Request);
        var apps = address.Query.Where(q => q.Key == "app");
        var link = PageAddress.To("/endpoints");
        return (preset.Key == _preset ? link : link.With(EndpointPreset.Parameter, preset.Key)).And(apps).ToString();
    }

    string? Rejected(string name) => Page.Rejected.LastOrDefault(r => r.Key == name).Value;

    static string? TextOf(DateTimeOffset? time) =>
        time?.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFZ", CultureInfo.InvariantCulture);

    static string? Example(DateTimeOffset? time) => time?.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    static string Label(FilterField field) => field switch
    {
        FilterField.UserAgent => "User agent",
        FilterField.User => "User",
        FilterField.ServiceAccount => "Service account",
        FilterField.Namespace => "Namespace",
        FilterField.Verb => "Verb",
        FilterField.Test => "Test",
        FilterField.TestTag => "Test tag",
        FilterField.Level => "Level",
        _ => "Category",
    };

    static string Example(FilterField field) => field switch
    {
        FilterField.UserAgent => "kubectl",
        FilterField.User => "system:node:*",
        FilterField.ServiceAccount => "kube-system:*",
        FilterField.Namespace => "-kube-system",
        FilterField.Verb => "list",
        FilterField.Test => "/should .* quota/",
        FilterField.TestTag => "sig-network",
        FilterField.Level => "stable",
        _ => "core",
    };
}
