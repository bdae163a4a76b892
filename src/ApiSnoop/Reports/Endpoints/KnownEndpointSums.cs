using ApiSnoop.Catalog;
using ApiSnoop.Filtering;

namespace ApiSnoop.Reports.Endpoints;

/// <summary>Adds up what recordings say of each endpoint.</summary>
internal sealed class KnownEndpointSums
{
    readonly Dictionary<string, Sum> _sums = new(StringComparer.Ordinal);

    sealed class Sum(Operation operation)
    {
        public readonly Operation Operation = operation;
        public readonly List<string> Apps = [];
        public int Tests, ConformanceTests;
        public bool Tested, ByController, ByOther;
        public long Requests, AppRequests, OtherRequests;
    }

    /// <summary>
    /// Adds up the uses of apps, and what a test run hits of the same endpoints. What the test run's release says of an endpoint goes
    /// first if it is one of the apps, then what the newest one says.
    /// </summary>
    public static KnownEndpointSums Of(AppCoverage? testRun, IReadOnlyCollection<AppCoverage> apps)
    {
        var sums = new KnownEndpointSums();
        foreach (var app in apps.OrderByDescending(a => a.App == CoverageSlices.TestApp)
            .ThenByDescending(a => a.Release.Version ?? default))
            sums.AddUse(app);
        if (testRun is not null) sums.AddTests(testRun, addsEndpoints: apps.Count == 0);
        return sums;
    }

    void AddTests(AppCoverage run, bool addsEndpoints)
    {
        foreach (var use in run.Coverage.Endpoints)
        {
            if (!addsEndpoints && !_sums.ContainsKey(use.Operation.Id)) continue;
            var sum = Of(use.Operation);
            (sum.Tests, sum.ConformanceTests, sum.Tested) = (use.Tests.Length, use.ConformanceTests, use.Tested);
        }
    }

    /// <summary>The endpoints of a release, of which nothing is recorded.</summary>
    public void AddRelease(Release release, RecordingFilter filter)
    {
        foreach (var operation in release.Operations.Where(filter.Keeps)) Of(operation);
    }

    /// <summary>What an app uses, or the test run's clients.</summary>
    void AddUse(AppCoverage app)
    {
        var isRun = app.App == CoverageSlices.TestApp;
        foreach (var use in app.Coverage.Endpoints)
        {
            var sum = Of(use.Operation);
            sum.Requests += use.Requests;
            if (isRun)
            {
                sum.OtherRequests += use.Requests - use.TestRequests;
            }
            else if (use.Hit)
            {
                sum.Apps.Add(app.App);
                sum.AppRequests += use.Requests;
            }
        }

        AddClients(app);
    }

    public IReadOnlyList<KnownEndpoint> ToList() =>
    [
        .. _sums.Values
            .OrderBy(s => s.Operation.Level).ThenBy(s => s.Operation.Path, StringComparer.Ordinal).ThenBy(s => s.Operation.Method)
            .Select(s => new KnownEndpoint
            {
                Operation = s.Operation,
                Tests = s.Tests,
                ConformanceTests = s.ConformanceTests,
                Tested = s.Tested,
                Apps = [.. s.Apps.Order(StringComparer.Ordinal)],
                AppRequests = s.AppRequests,
                OtherRequests = s.OtherRequests,
                Requests = s.Requests,
                OnlyControllers = s.ByController && !s.ByOther,
            }),
    ];

    void AddClients(AppCoverage app)
    {
        var controllers = app.Cube.Agents.Select(ControllerAgent.Is).ToArray();
        foreach (var cell in app.Cube.Cells)
        {
            if (app.Cube.Targets[cell.Target].OperationId is not { } id || !_sums.TryGetValue(id, out var sum)) continue;
            if (controllers[cell.Agent]) sum.ByController = true;
            else sum.ByOther = true;
        }
    }

    Sum Of(Operation operation)
    {
        if (!_sums.TryGetValue(operation.Id, out var sum)) _sums.Add(operation.Id, sum = new Sum(operation));
        return sum;
    }
}
