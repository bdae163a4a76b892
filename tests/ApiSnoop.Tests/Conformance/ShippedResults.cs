using ApiSnoop.Catalog;
using ApiSnoop.Conformance;
using ApiSnoop.Conformance.Results;
using ApiSnoop.Tests.Catalog;

namespace ApiSnoop.Tests.Conformance;

/// <summary>The results that ship are the published ones.</summary>
public class ShippedResults
{
    public static TheoryData<string> Releases => [.. KnownConformance.Shipped.Releases.Select(r => r.ToString())];

    [Fact]
    public void Twenty_releases_have_results() =>
        KnownConformance.Shipped.Releases.ShouldBe(Enumerable.Range(17, 20).Select(minor => new ReleaseVersion(1, minor)));

    // As counted from the files by hand: tested and conformance tested endpoints, of these stable ones by the published level, and the
    // tests and conformance tests that have a name.
    [Theory]
    [InlineData("1.17", 217, 173, 156, 131, 1146, 269)]
    [InlineData("1.18", 228, 181, 164, 140, 1146, 269)]
    [InlineData("1.19", 307, 263, 258, 233, 806, 303)]
    [InlineData("1.20", 351, 306, 293, 268, 875, 309)]
    [InlineData("1.21", 401, 367, 357, 332, 906, 337)]
    [InlineData("1.22", 400, 382, 357, 346, 917, 344)]
    [InlineData("1.23", 418, 400, 361, 350, 884, 344)]
    [InlineData("1.24", 430, 414, 385, 374, 898, 354)]
    [InlineData("1.25", 438, 429, 398, 394, 920, 360)]
    [InlineData("1.26", 446, 438, 412, 409, 917, 366)]
    [InlineData("1.27", 438, 433, 404, 404, 952, 376)]
    [InlineData("1.28", 454, 448, 421, 421, 975, 378)]
    [InlineData("1.29", 489, 483, 468, 468, 1024, 386)]
    [InlineData("1.30", 507, 506, 492, 492, 1027, 400)]
    [InlineData("1.31", 506, 505, 492, 492, 1046, 402)]
    [InlineData("1.32", 518, 518, 506, 506, 1052, 409)]
    [InlineData("1.33", 531, 531, 516, 516, 1080, 417)]
    [InlineData("1.34", 534, 534, 518, 518, 1182, 422)]
    [InlineData("1.35", 575, 575, 560, 560, 1318, 439)]
    [InlineData("1.36", 591, 590, 574, 574, 1386, 444)]
    public void The_published_totals_come_out_again(
        string release, int tested, int stableTested, int conformance, int stableConformance, int tests, int conformanceTests)
    {
        var results = Of(release);
        var stable = results.Release.Operations
            .Where(o => Stability.PublishedLevel(o, Published.Version(release)) == Level.Stable).Select(o => o.Id).ToList();

        results.Endpoints.Count.ShouldBe(tested);
        stable.Count(results.IsTested).ShouldBe(stableTested);
        results.Endpoints.Values.Count(e => e.ConformanceTested).ShouldBe(conformance);
        stable.Count(results.IsConformanceTested).ShouldBe(stableConformance);
        // Published counts are one higher where clients without a test's name were counted as a test without a name.
        results.Tests.Length.ShouldBe(tests);
        results.Tests.Count(t => t.Conformance).ShouldBe(conformanceTests);
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void Every_endpoint_has_its_published_state(string release)
    {
        var results = Of(release);

        foreach (var endpoint in Published.Endpoints(Published.Version(release)))
        {
            results.IsTested(endpoint.Id).ShouldBe(endpoint.Tested.Length > 0, endpoint.Id);
            results.IsConformanceTested(endpoint.Id).ShouldBe(endpoint.Tested == "conformance", endpoint.Id);
        }
        results.Tests.Where(t => t.Conformance).Select(t => t.Name)
            .ShouldBe(Published.ConformanceTests(Published.Version(release)), ignoreOrder: true);
    }

    [Fact]
    public void The_tests_of_every_endpoint_are_the_published_ones()
    {
        foreach (var release in KnownConformance.Shipped.Releases)
        {
            var published = Published.Json($"published/{release}.0.json.gz");
            var results = Of(release.ToString());

            foreach (var endpoint in published.GetProperty("endpoints").EnumerateArray())
            {
                var id = endpoint.GetProperty("endpoint").GetString()!;
                results.TestsOf(id).AsEnumerable().ShouldBe(
                    endpoint.GetProperty("tests").EnumerateArray().Select(t => t.GetString()).OfType<string>().Where(t => t.Length > 0)
                        .Order(StringComparer.Ordinal), customMessage: $"{id} in {release}");
                results.Release.Find(id).ShouldNotBeNull($"{id} in {release}");
            }

            results.Tests.ShouldBe(published.GetProperty("tests").EnumerateArray()
                .Where(t => t.GetProperty("test").GetString()!.Length > 0)
                .Select(t => new SeenTest(t.GetProperty("test").GetString()!, t.GetProperty("conformance_test").GetBoolean()))
                .OrderBy(t => t.Name, StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Where_results_come_from_is_told_with_the_hash_and_the_totals_of_their_day()
    {
        var origin = Of("1.36").Origin;

        origin.Kind.ShouldBe(ResultsKind.Published);
        origin.Words.ShouldBe("published results, 1.36.0.json.gz, 2026-04-20");
        origin.Sha256.Length.ShouldBe(64);
        origin.Runs.Length.ShouldBe(3);
        origin.Totals.ShouldBe(new(908, 591, 563, 563, 14, 14));
        Of("1.19").Origin.Totals.ShouldBeNull();
    }

    [Theory]
    [InlineData("readCoreV1NamespaceStatus", "1.24", true)]
    [InlineData("readCoreV1NamespaceStatus", "1.25", false)]
    [InlineData("connectCoreV1GetNamespacedPodProxy", "1.22", true)]
    [InlineData("createCoreV1NamespacedPodBinding", "1.36", true)]
    [InlineData("getServiceAccountIssuerOpenIDConfiguration", "1.30", true)]
    [InlineData("getPolicyV1beta1APIResources", "1.20", true)]
    [InlineData("readCoreV1NamespacedPod", "1.36", false)]
    public void What_was_published_wrongly_stays_and_is_marked(string operation, string release, bool marked) =>
        (KnownConformance.Shipped.ArtefactOf(operation, Published.Version(release)) is not null).ShouldBe(marked);

    [Fact]
    public void Everything_that_is_marked_is_an_operation_of_its_releases()
    {
        foreach (var release in KnownConformance.Shipped.Releases)
        {
            var results = Of(release.ToString());
            foreach (var operation in results.Release.Operations)
            {
                if (KnownConformance.Shipped.ArtefactOf(operation.Id, release) is not { } artefact) continue;
                var asPublished = artefact.Why switch
                {
                    ['P', ..] why when why.StartsWith("Published as untested", StringComparison.Ordinal) => !results.IsTested(operation.Id),
                    ['P', ..] why when why.StartsWith("Published as conformance", StringComparison.Ordinal) =>
                        results.IsConformanceTested(operation.Id),
                    _ => !results.IsConformanceTested(operation.Id),
                };
                asPublished.ShouldBeTrue($"{operation.Id} in {release}");
            }
        }
    }

    static TestResults Of(string release) => KnownConformance.Shipped.Results(Published.Version(release)).ShouldNotBeNull();
}
