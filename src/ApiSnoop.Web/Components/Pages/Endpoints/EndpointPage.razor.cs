using ApiSnoop.Catalog;
using ApiSnoop.Conformance;
using ApiSnoop.Filtering;
using ApiSnoop.Recording;
using ApiSnoop.Reports.Endpoints;
using ApiSnoop.Reports.Tables;
using ApiSnoop.Web.Components.Tables;
using Microsoft.AspNetCore.Components;

namespace ApiSnoop.Web.Components.Pages.Endpoints;

/// <summary>Everything known of one endpoint.</summary>
public sealed partial class EndpointPage
{
    static readonly string[] s_hidden = ["operation id"];

    Operation? _operation;
    OperationHistory? _history;
    Ineligibility? _ineligible;
    EndpointStory _story = new("", []);
    Table _parameters = new([], []), _siblings = new([], []);
    (string Class, string Words) _state;
    string _eligibility = "";
    Replacement? _replacement;
    ReleaseVersion? _ends;
    bool _observed;
    int _conformance, _tests, _users;
    Dictionary<string, RenderFragment<TableCell>> _cells = [];

    /// <summary>The operation's id.</summary>
    [Parameter]
    public string OperationId { get; set; } = "";

    /// <inheritdoc/>
    protected override void Load()
    {
        var recordings = Apps.Select(Shelf.Open).OfType<OpenRecording>().ToList();
        _operation = EndpointStory.Find(OperationId, recordings.Select(r => r.Release));
        if (_operation is null)
        {
            NotFound();
            return;
        }

        _history = KubernetesCatalog.Shipped.History(OperationId);
        _ineligible = Shelf.Known.Lists.Ineligible.GetValueOrDefault(OperationId);
        _eligibility = Eligibility.Of(_operation, Shelf.Known.Lists);
        _replacement = Replacement.Of(_operation);
        _ends = _history is { BackIn: null } ? _history.RemovedIn : null;
        Tables(_operation);
        var sent = Answers.Get("parameters\n" + OperationId, Apps, RecordingFilter.All, () => EndpointStory.Sent(recordings, OperationId));
        _parameters = EndpointStory.Parameters(_operation, sent);
        _cells = new() { ["declared"] = Declared };
    }

    void Tables(Operation operation)
    {
        _story = Answers.Get("story\n" + OperationId, Apps, Page.Filter, () => new EndpointStory(OperationId, Coverages()));
        // Two runs of a suite name the same test, which is one.
        _tests = _story.Tests.Rows.DistinctBy(r => r[1]).Count();
        _conformance = _story.Tests.Rows.Where(r => r[2] is true).DistinctBy(r => r[1]).Count();
        var apps = Shelf.Store.Manifests().Where(m => m.Kind == RecordingKind.App).Select(m => m.App).ToHashSet(StringComparer.Ordinal);
        _users = _story.Apps.Rows.Count(r => r[0] is string app && apps.Contains(app));
        var all = Endpoints();
        _siblings = KnownEndpointTable.Of(EndpointStory.Siblings(operation, all))
            .Without("group", "version", "kind", "action", "app names", "category");
        _state = all.FirstOrDefault(e => e.Operation.Id == operation.Id) switch
        {
            { ConformanceTested: true } => ("conformance", "conformance tested"),
            { Tested: true } => ("tested", "tested, not by a conformance test"),
            { Observed: true, Requests: > 0 } => ("hit", "used, untested"),
            { Observed: true } => ("untested", "untested"),
            { Requests: > 0 } => ("hit", "used; whether it is tested was not observed"),
            _ => ("untested", "not observed"),
        };
        _observed = all.Any(e => e.Operation.Id == operation.Id && e.Observed);
    }
}
