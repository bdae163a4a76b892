using System.Collections.Immutable;
using ApiSnoop.Coverage;
using ApiSnoop.Filtering;
using ApiSnoop.Insights;
using ApiSnoop.Recording;
using ApiSnoop.Reports.Conformance;
using ApiSnoop.Reports.Tables;
using ApiSnoop.Web.Addresses;
using ApiSnoop.Web.Components.Apps;
using Microsoft.AspNetCore.Components;

namespace ApiSnoop.Web.Components.Pages.Tests;

/// <summary>One test: its endpoints and its calls on a time axis.</summary>
public sealed partial class TestPage
{
    string _name = "";
    bool _isPublished;
    HashSet<string> _agents = [];
    ImmutableArray<string> _tags = [];
    IReadOnlyList<string> _elsewhere = [];
    bool _conformance, _isCut;
    Table _endpoints = new([], []), _calls = new([], []), _only = new([], []), _neighbours = new([], []);
    TimedTest? _timed;
    CallSequence _sequence = CallSequence.Empty;
    TimeAxis _axis = TimeAxis.Empty;

    /// <summary>What is known about conformance.</summary>
    [Inject]
    ConformanceShelf Conformance { get; set; } = null!;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> ChosenApps(IReadOnlyList<string> named)
    {
        // Without a choice the test run is meant; another app's run is looked at when the address names it.
        var run = RunChoice.Shown(Http, Shelf)?.App;
        return run is not null && named.Contains(run) ? [run] : named.Count > 0 ? [named[0]] : [];
    }

    /// <inheritdoc/>
    protected override void Load()
    {
        var asked = TextKey.Told(Address.Find("name") ?? "", Address.Find("name" + TextKey.Hashed))!;
        _name = Address.Find("name") ?? "";
        if (Apps.Count == 0 || Shelf.Open(Apps[0]) is not { } recording)
        {
            FindPublished(asked);
            return;
        }

        foreach (var agent in recording.Stored.Cube.Agents)
            if (recording.Naming.Of(agent) is { } test && asked(test.Name))
                (_name, _tags, _conformance, _isCut) = (test.Name, test.Tags, Note(agent, test, recording), test.IsCut);
        if (_agents.Count == 0) FindPublished(asked);
        else Calls(recording);
        _elsewhere = [.. TestRuns.Of(Shelf.Store.Manifests()).Select(m => m.App).Where(a => a != Apps[0] && Shelf.Open(a) is { } other
            && CoverageCounter.Tests(other.Stored.Cube, other.Naming).Any(t => t?.Name == _name))];
    }

    /// <summary>A test that no recording has may be known from the lists and from published results.</summary>
    void FindPublished(Predicate<string> asked)
    {
        var known = Conformance.Known;
        var name = known.Listed.SelectMany(r => known.Tests(r).Tests).Select(t => t.Codename)
            .Concat(known.Releases.SelectMany(r => known.Results(r)?.Tests ?? []).Select(t => t.Name))
            .FirstOrDefault(n => asked(n));
        if (name is null) NotFound();
        else (_name, _tags, _isPublished) = (name, TestName.Of(name).Tags, true);
    }

    bool Note(string agent, TestName test, OpenRecording recording)
    {
        _agents.Add(agent);
        return CoverageCounter.IsConformance(test, recording.ConformanceTests);
    }

    void Calls(OpenRecording recording)
    {
        var run = recording.Coverage(RecordingFilter.All);
        _endpoints = CallTable.Of([run], _agents.Contains).Without("deprecated", "succeeded");
        var scope = TestScope.Of(run, _name);
        var lists = Shelf.Known.Lists;
        (_only, _neighbours) = (TestScope.TableOf(scope.OnlyThis, lists), TestScope.TableOf(scope.Neighbours, lists));
        _timed = recording.Stored.Manifest.TimedTests.FirstOrDefault(t => t.Name == _name);
        var calls =
            Answers.Get(
                "calls\n" + _name, Apps, RecordingFilter.All, () => RecordedCalls.Of(recording.Stored, _agents, TestCalls.MostRead));
        var total = _endpoints.Rows.Sum(r => Convert.ToInt64(r[4], null));
        _sequence = CallSequence.Of(calls, recording.Release, total, all: Address.Find("calls") == "all");
        _axis = TimeAxis.Of(calls);
        _calls = TestCalls.Of(calls, recording.Release).Without("level", "category");
    }
}
