using ApiSnoop.Catalog;
using ApiSnoop.Conformance;
using ApiSnoop.Conformance.Standing;
using ApiSnoop.Tests.Catalog;

namespace ApiSnoop.Tests.Conformance;

/// <summary>The history that the original project published in June 2026, counted again.</summary>
public class ProgressTests
{
    static readonly Lazy<ReleaseStanding> s_newest =
        new(() => ReleaseStanding.Of(KnownConformance.Shipped.Results(new(1, 36))!, KnownConformance.Shipped));

    // As published, the endpoints of 1.5, 1.6 and 1.7 together: the catalog begins with 1.7.
    [Theory]
    [InlineData("1.7", 210)]
    [InlineData("1.8", 7)]
    [InlineData("1.9", 63)]
    [InlineData("1.10", 9)]
    [InlineData("1.11", 2)]
    [InlineData("1.12", 1)]
    [InlineData("1.13", 10)]
    [InlineData("1.14", 18)]
    [InlineData("1.15", 0)]
    [InlineData("1.16", 28)]
    [InlineData("1.17", 8)]
    [InlineData("1.18", 7)]
    [InlineData("1.19", 41)]
    [InlineData("1.20", 8)]
    [InlineData("1.21", 35)]
    [InlineData("1.22", 0)]
    [InlineData("1.23", 2)]
    [InlineData("1.24", 8)]
    [InlineData("1.25", 0)]
    [InlineData("1.26", 0)]
    [InlineData("1.27", 0)]
    [InlineData("1.28", 0)]
    [InlineData("1.29", 21)]
    [InlineData("1.30", 17)]
    [InlineData("1.31", 0)]
    [InlineData("1.32", 3)]
    [InlineData("1.33", 10)]
    [InlineData("1.34", 41)]
    [InlineData("1.35", 0)]
    [InlineData("1.36", 14)]
    public void Endpoints_by_the_release_that_brought_them_are_as_published(string release, int published)
    {
        var ours = IntroductionProgress.Of(s_newest.Value).Single(i => i.Introduced == Published.Version(release));

        // The OpenID pair came with 1.20, and was beta to the original project.
        ours.Endpoints.Count(e => !IsOpenId(e)).ShouldBe(published + Moved(release));
        ours.Endpoints.Where(e => !IsOpenId(e)).ShouldAllBe(e => e.ConformanceTested);
    }

    // Since when an endpoint is covered, by the promotion of the oldest test that hits it: counted from today's results, as published.
    [Theory]
    [InlineData("1.9", 53)]
    [InlineData("1.10", 62)]
    [InlineData("1.11", 63)]
    [InlineData("1.12", 64)]
    [InlineData("1.13", 64)]
    [InlineData("1.14", 64)]
    [InlineData("1.15", 71)]
    [InlineData("1.16", 108)]
    [InlineData("1.17", 116)]
    [InlineData("1.18", 126)]
    [InlineData("1.19", 209)]
    [InlineData("1.20", 237)]
    [InlineData("1.21", 299)]
    [InlineData("1.22", 316)]
    [InlineData("1.23", 317)]
    [InlineData("1.24", 342)]
    [InlineData("1.25", 366)]
    [InlineData("1.26", 377)]
    [InlineData("1.27", 390)]
    [InlineData("1.28", 411)]
    [InlineData("1.29", 458)]
    [InlineData("1.30", 482)]
    [InlineData("1.31", 482)]
    [InlineData("1.32", 495)]
    [InlineData("1.33", 495)]
    [InlineData("1.34", 505)]
    [InlineData("1.35", 549)]
    [InlineData("1.36", 563)]
    public void Endpoints_covered_at_a_release_are_as_published_but_for_tests_that_were_widened(string release, int published)
    {
        var version = Published.Version(release);
        var list = KnownConformance.Shipped.Tests(new(1, 36));
        var since = s_newest.Value.Eligible.ToDictionary(e => e.Operation.Id, e => PromotedCoverage.Since(e, list));

        // A test that names several releases was promoted in the first to us, and in the last to the original project. That moves
        // fifteen endpoints, of three tests, and nothing else.
        var earlier = Widened().Count(r => since[r[0]] <= version && version < Published.Version(r[1]));
        since.Values.Count(s => s <= version).ShouldBe(published + earlier);
    }

    [Fact]
    public void Fifteen_endpoints_belong_to_widened_tests()
    {
        var rows = Widened().ToDictionary(r => r[0], r => Published.Version(r[1]));
        var list = KnownConformance.Shipped.Tests(new(1, 36));
        var published = Published.Eligible;

        rows.Count.ShouldBe(15);
        foreach (var (id, release) in published)
        {
            var ours = PromotedCoverage.Since(s_newest.Value.Endpoints.Single(e => e.Operation.Id == id), list);
            if (rows.TryGetValue(id, out var later)) (ours < later && later == release).ShouldBeTrue(id);
            else ours.ShouldBe(release, id);
        }
    }

    [Fact]
    public void By_introduction_nothing_is_untested_in_1_36_but_the_openid_pair() =>
        IntroductionProgress.Of(s_newest.Value).Where(i => i.Untested > 0).Select(i => (i.Introduced, i.Untested))
            .ShouldBe([(new ReleaseVersion(1, 20), 2)]);

    static IEnumerable<string[]> Widened() => Published.Rows("tests/data/conformance/endpoints-of-widened-tests.tsv");

    static bool IsOpenId(EndpointStanding e) => e.Operation.Id.Contains("OpenID", StringComparison.Ordinal);

    /// <summary>Five subresources that the original project dates to 1.8 are in the document of 1.7.13, which the catalog has.</summary>
    static int Moved(string release) => release switch { "1.7" => 5, "1.8" => -5, _ => 0 };
}
