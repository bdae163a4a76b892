using System.Collections.Immutable;
using ApiSnoop.Catalog;

namespace ApiSnoop.Recording.Sql;

/// <summary>What SQL knows beside the recordings: the operations of the releases and the facts of conformance.</summary>
public sealed record SqlFacts
{
    /// <summary>No facts at all: only what was recorded can be asked for.</summary>
    public static SqlFacts None { get; } = new();

    /// <summary>The releases, and the users' own documents that recordings were matched against.</summary>
    public ImmutableArray<SqlRelease> Releases { get; init; } = [];

    /// <summary>The conformance tests of all releases, each once.</summary>
    public ImmutableArray<SqlConformanceTest> Tests { get; init; } = [];

    /// <summary>Which tests are in which release's conformance list.</summary>
    public ImmutableArray<SqlListedTest> Listed { get; init; } = [];

    /// <summary>
    /// The tests that user agents name in another way than Kubernetes' own suites do, or whose names a server cut; asked for once, by the
    /// first query that needs tests.
    /// </summary>
    public Func<IEnumerable<SqlNamedTest>> NamedTests { get; init; } = () => [];

    /// <summary>Endpoints that conformance does not ask for.</summary>
    public ImmutableArray<SqlIneligibleEndpoint> Ineligible { get; init; } = [];

    /// <summary>Endpoints whose eligibility is being decided.</summary>
    public ImmutableArray<string> Pending { get; init; } = [];
}

/// <summary>A release and when it came out.</summary>
/// <param name="Release">Its operations.</param>
/// <param name="Date">Its date as <c>2020-12-08</c>, or null when it is not known.</param>
public sealed record SqlRelease(Release Release, string? Date = null);

/// <summary>A conformance test.</summary>
/// <param name="Codename">The name that user agents carry.</param>
/// <param name="Testname">Its title in the conformance list.</param>
/// <param name="Release">The release that promoted it.</param>
/// <param name="Description">What it tests.</param>
/// <param name="File">Where its source is.</param>
public sealed record SqlConformanceTest(string Codename, string Testname, string Release, string Description, string File);

/// <summary>A test that a user agent of a recording names.</summary>
/// <param name="App">The recording.</param>
/// <param name="UserAgent">The user agent.</param>
/// <param name="Test">The test.</param>
public sealed record SqlNamedTest(string App, string UserAgent, string Test);

/// <summary>One line of a release's conformance list.</summary>
/// <param name="Release">The release.</param>
/// <param name="Codename">The test.</param>
public sealed record SqlListedTest(string Release, string Codename);

/// <summary>An endpoint that conformance does not ask for.</summary>
/// <param name="Endpoint">The operationId.</param>
/// <param name="Reason">Why.</param>
/// <param name="Link">Where that was decided.</param>
public sealed record SqlIneligibleEndpoint(string Endpoint, string Reason, string Link);
