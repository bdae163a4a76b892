using System.Collections.Immutable;
using ApiSnoop.Catalog;
using ApiSnoop.Conformance;
using ApiSnoop.Filtering;
using ApiSnoop.Insights.Noise;
using ApiSnoop.Recording;
using ApiSnoop.Reports.Conformance;

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

    /// <summary>The lists of what needs no conformance test: those that ship, or that were imported into the store.</summary>
    public EligibilityLists Lists { get; init; } = EligibilityLists.Shipped;

    /// <summary>How many tests hit it.</summary>
    public int Tests { get; init; }

    /// <summary>How many conformance tests hit it.</summary>
    public int ConformanceTests { get; init; }

    /// <summary>Whether the test run hits it by a test.</summary>
    public bool Tested { get; init; }

    /// <summary>Whether there is a test run whose release has it: only then can it be untested.</summary>
    public bool Observed { get; init; }

    /// <summary>The apps that call it, sorted by name; runs and whole clusters are none of them.</summary>
    public ImmutableArray<string> Apps { get; init; } = [];

    /// <summary>Requests of these apps, one that is in two recordings counted once.</summary>
    public long AppRequests { get; init; }

    /// <summary>
    /// Requests in the test run by clients that are no test, such as the control plane, and requests in whole clusters that are in no app's
    /// recording.
    /// </summary>
    public long OtherRequests { get; init; }

    /// <summary>All requests, one that is in two recordings counted once.</summary>
    public long Requests { get; init; }

    /// <summary>Whether every client walks through it, so that nobody depends on it.</summary>
    public bool IsDiscovery => Discovery.Is(Operation);

    /// <summary>Whether some client hits it and all who do are parts of the cluster itself.</summary>
    public bool OnlyControllers { get; init; }

    /// <summary>Whether a conformance test hits it.</summary>
    public bool ConformanceTested => ConformanceTests > 0;

    /// <summary>Whether it should have a conformance test.</summary>
    public bool Eligible => Lists.IsEligible(Operation);

    /// <summary>Whether it should have one and for now need not.</summary>
    public bool Pending => Lists.Pending.Contains(Operation.Id);

    /// <summary>Whether an app or another client than a test uses it.</summary>
    public bool Used => Apps.Length > 0 || OtherRequests > 0;

    /// <summary>What is known of it as tested, in a word or two: nothing is untested where no run could have tested it.</summary>
    public string StateText => this switch
    {
        { ConformanceTested: true } => "conformance",
        { Tested: true } => "tested",
        { Observed: false } => "not observed",
        { Requests: > 0 } => "hit, no test",
        _ => "untested",
    };

    /// <summary>Every endpoint of the apps' releases, the test run's if it is among them, sorted by level, path and method.</summary>
    /// <param name="shelf">The recordings.</param>
    /// <param name="apps">The apps whose use counts.</param>
    /// <param name="filter">Which requests count.</param>
    /// <param name="run">The test run; null for the usual one.</param>
    /// <param name="withNoise">Whether noise counts as use.</param>
    public static IReadOnlyList<KnownEndpoint> All(
        RecordingShelf shelf, IEnumerable<string> apps, RecordingFilter filter, string? run = null, bool withNoise = true)
    {
        var sums = KnownEndpointSums.Of(shelf.TestRun(filter, run), Uses(shelf, apps, filter, withNoise), shelf.Noise);
        if (!shelf.Store.Manifests().Any()) sums.AddRelease(KnownRelease(), filter);
        return sums.ToList(shelf.Known.Lists);
    }

    /// <summary>
    /// Every endpoint of the test run's release, which is what can be judged as tested or not: an app of another release adds none.
    /// Without a run those of the apps' newest release, by its published results.
    /// </summary>
    /// <param name="shelf">The recordings.</param>
    /// <param name="apps">The apps whose use counts.</param>
    /// <param name="filter">Which requests count.</param>
    /// <param name="run">The test run; null for the usual one.</param>
    /// <param name="withNoise">Whether noise counts as use.</param>
    public static IReadOnlyList<KnownEndpoint> OfRun(
        RecordingShelf shelf, IEnumerable<string> apps, RecordingFilter filter, string? run = null, bool withNoise = false) =>
        shelf.Store.Manifests().Any()
            ? OfRun(shelf.TestRun(filter, run), Uses(shelf, apps, filter, withNoise), shelf.Known.Lists)
            : All(shelf, apps, filter, run, withNoise);

    /// <summary>Every endpoint of the apps' releases, of coverages.</summary>
    internal static IReadOnlyList<KnownEndpoint> All(
        AppCoverage? run, IReadOnlyCollection<AppCoverage> uses, EligibilityLists lists) =>
        KnownEndpointSums.Of(run, uses, NoiseRules.Shipped).ToList(lists);

    /// <summary>
    /// The same of coverages. Where no run is loaded, the published results of the apps' newest release say what is tested.
    /// </summary>
    internal static IReadOnlyList<KnownEndpoint> OfRun(
        AppCoverage? run, IReadOnlyCollection<AppCoverage> uses, EligibilityLists lists)
    {
        run ??= PublishedCoverage.For(uses.Select(u => u.Release));
        var sums = run is null ? KnownEndpointSums.Of(null, uses, NoiseRules.Shipped) : KnownEndpointSums.OfRun(run, uses);
        return sums.ToList(lists);
    }

    /// <summary>An app's requests carry no test, so a question about tests is none about its use.</summary>
    static IReadOnlyList<AppCoverage> Uses(
        RecordingShelf shelf, IEnumerable<string> apps, RecordingFilter filter, bool withNoise) => shelf.Coverages(
        apps, r => r.Stored.Manifest.Kind == RecordingKind.Run ? filter : filter.OfUse, withNoise ? null : shelf.Noise);

    static Release KnownRelease() => KubernetesCatalog.Shipped.Load(KubernetesCatalog.Shipped.Newest);
}
