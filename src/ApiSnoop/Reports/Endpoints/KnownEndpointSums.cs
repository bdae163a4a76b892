using ApiSnoop.Catalog;
using ApiSnoop.Conformance;
using ApiSnoop.Coverage;
using ApiSnoop.Filtering;
using ApiSnoop.Insights.Noise;
using ApiSnoop.Recording;

namespace ApiSnoop.Reports.Endpoints;

/// <summary>Adds up what recordings say of each endpoint.</summary>
internal sealed class KnownEndpointSums
{
    readonly Dictionary<string, Sum> _sums = new(StringComparer.Ordinal);
    string? _run;

    sealed class Sum(Operation operation)
    {
        public readonly Operation Operation = operation;
        public readonly List<string> Apps = [];
        public int Tests, ConformanceTests;
        public bool Tested, Observed, ByCluster, ByOther;
        public long Requests, AppRequests, OtherRequests;
    }

    /// <summary>
    /// Adds up the uses of apps, and what a test run hits of the same endpoints. What the test run's release says of an endpoint goes
    /// first if it is one of the apps, then what the newest one says.
    /// </summary>
    public static KnownEndpointSums Of(AppCoverage? testRun, IReadOnlyCollection<AppCoverage> apps, NoiseRules noise)
    {
        var sums = new KnownEndpointSums { _run = testRun?.App };
        foreach (var app in apps.OrderByDescending(a => a.App == testRun?.App).ThenByDescending(a => a.Release.Version ?? default))
            sums.AddUse(app, addsEndpoints: true);
        if (testRun is not null) sums.AddTests(testRun, addsEndpoints: apps.Count == 0);
        foreach (var app in apps) sums.AddClients(app, noise);
        return sums;
    }

    /// <summary>Adds up the uses of the endpoints of a test run's release, and what the run hits of them.</summary>
    public static KnownEndpointSums OfRun(AppCoverage testRun, IReadOnlyCollection<AppCoverage> apps)
    {
        var sums = new KnownEndpointSums { _run = testRun.App };
        sums.AddTests(testRun, addsEndpoints: true);
        foreach (var app in apps) sums.AddUse(app, addsEndpoints: false);
        return sums;
    }

    void AddTests(AppCoverage run, bool addsEndpoints)
    {
        foreach (var use in run.Coverage.Endpoints)
        {
            if (!addsEndpoints && !_sums.ContainsKey(use.Operation.Id)) continue;
            var sum = Of(use.Operation);
            (sum.Tests, sum.ConformanceTests, sum.Tested, sum.Observed) = (use.Tests.Length, use.ConformanceTests, use.Tested, true);
        }
    }

    /// <summary>The endpoints of a release, of which nothing is recorded.</summary>
    public void AddRelease(Release release, RecordingFilter filter)
    {
        foreach (var operation in release.Operations.Where(filter.Keeps)) Of(operation);
    }

    /// <summary>What an app uses, or a run's or a cluster's clients.</summary>
    void AddUse(AppCoverage app, bool addsEndpoints)
    {
        foreach (var (use, unshared) in app.Coverage.Endpoints.Zip(app.Unshared.Coverage.Endpoints))
        {
            if (!addsEndpoints && !_sums.ContainsKey(use.Operation.Id)) continue;
            var sum = Of(use.Operation);
            sum.Requests += unshared.Requests;
            if (app.Kind == RecordingKind.App && use.Hit)
            {
                sum.Apps.Add(app.App);
                sum.AppRequests += unshared.Requests;
            }

            sum.OtherRequests += OfOthers(app, unshared);
        }
    }

    /// <summary>Requests by nobody's app and no test: in a whole cluster, and in the one run that is asked about.</summary>
    long OfOthers(AppCoverage app, EndpointUse use) => app.Kind switch
    {
        // A cluster's log that names no tests holds no run, however its requests are counted.
        RecordingKind.Cluster => use.Requests - (app.Coverage.NamesTests ? use.TestRequests : 0),
        RecordingKind.Run when app.App == _run => use.Requests - use.TestRequests,
        _ => 0,
    };

    /// <param name="lists">The lists of what needs no conformance test.</param>
    public IReadOnlyList<KnownEndpoint> ToList(EligibilityLists lists) =>
    [
        .. _sums.Values
            .OrderBy(s => s.Operation.Level).ThenBy(s => s.Operation.Path, StringComparer.Ordinal).ThenBy(s => s.Operation.Method)
            .Select(s => new KnownEndpoint
            {
                Operation = s.Operation,
                Lists = lists,
                Tests = s.Tests,
                ConformanceTests = s.ConformanceTests,
                Tested = s.Tested,
                Observed = s.Observed,
                Apps = [.. s.Apps.Order(StringComparer.Ordinal)],
                AppRequests = s.AppRequests,
                OtherRequests = s.OtherRequests,
                Requests = s.Requests,
                OnlyControllers = s.ByCluster && !s.ByOther,
            }),
    ];

    void AddClients(AppCoverage app, NoiseRules noise)
    {
        var rules = noise.Match(app.Cube);
        for (var i = 0; i < rules.Length; i++)
        {
            if (app.Cube.Targets[app.Cube.Cells[i].Target].OperationId is not { } id || !_sums.TryGetValue(id, out var sum)) continue;
            if (rules[i] is { IsOfCluster: true }) sum.ByCluster = true;
            else sum.ByOther = true;
        }
    }

    Sum Of(Operation operation)
    {
        if (!_sums.TryGetValue(operation.Id, out var sum)) _sums.Add(operation.Id, sum = new Sum(operation));
        return sum;
    }
}
