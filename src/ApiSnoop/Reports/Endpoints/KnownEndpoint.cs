using System.Collections.Immutable;
using ApiSnoop.Catalog;
using ApiSnoop.Conformance;
using ApiSnoop.Filtering;

namespace ApiSnoop.Reports.Endpoints;

/// <summary>An endpoint with everything that the recordings and the conformance lists say of it.</summary>
/// <remarks>
/// Whether it is tested is told by the recording of the test run, whatever clients the filter asks for: a question about
/// kubectl must not make a tested endpoint look untested.
/// </remarks>
public sealed record KnownEndpoint
{
    /// <summary>
    /// The operation, as the test run's release knows it if it is among the apps, else as the newest of their releases does.
    /// </summary>
    public required Operation Operation { get; init; }

    /// <summary>How many tests hit it.</summary>
    public int Tests { get; init; }

    /// <summary>How many conformance tests hit it.</summary>
    public int ConformanceTests { get; init; }

    /// <summary>Whether the test run hits it by a test.</summary>
    public bool Tested { get; init; }

    /// <summary>The apps that use it, sorted by name; the test run is none of them.</summary>
    public ImmutableArray<string> Apps { get; init; } = [];

    /// <summary>Requests of these apps.</summary>
    public long AppRequests { get; init; }

    /// <summary>Requests in the test run by clients that are no test, such as the control plane.</summary>
    public long OtherRequests { get; init; }

    /// <summary>All requests.</summary>
    public long Requests { get; init; }

    /// <summary>Whether some client hits it and all who do are controllers of the cluster itself.</summary>
    public bool OnlyControllers { get; init; }

    /// <summary>Whether a conformance test hits it.</summary>
    public bool ConformanceTested => ConformanceTests > 0;

    /// <summary>Whether it should have a conformance test.</summary>
    public bool Eligible => ConformanceFacts.IsEligible(Operation);

    /// <summary>Whether it should have one and for now need not.</summary>
    public bool Pending => ConformanceFacts.Pending.Contains(Operation.Id);

    /// <summary>Whether an app or another client than a test uses it.</summary>
    public bool Used => Apps.Length > 0 || OtherRequests > 0;

    /// <summary>Every endpoint of the apps' releases, the test run's if it is among them, sorted by level, path and method.</summary>
    /// <param name="shelf">The recordings.</param>
    /// <param name="apps">The apps whose use counts.</param>
    /// <param name="filter">Which requests count.</param>
    public static IReadOnlyList<KnownEndpoint> All(RecordingShelf shelf, IEnumerable<string> apps, RecordingFilter filter)
    {
        var uses = apps.Select(app => shelf.Coverage(app, app == CoverageSlices.TestApp ? filter : filter.OfUse)).OfType<AppCoverage>()
            .ToList();
        var sums = KnownEndpointSums.Of(shelf.TestRun(filter), uses);
        if (!shelf.Store.Manifests().Any()) sums.AddRelease(KnownRelease(), filter);
        return sums.ToList();
    }

    static Release KnownRelease() => KubernetesCatalog.Shipped.Load(KubernetesCatalog.Shipped.Newest);
}
