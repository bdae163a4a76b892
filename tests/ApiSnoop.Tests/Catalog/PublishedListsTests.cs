using ApiSnoop.Catalog;

namespace ApiSnoop.Tests.Catalog;

/// <summary>The lists in tests/data against the files that they were made from, and the totals that were published with them.</summary>
public class PublishedListsTests
{
    [Theory]
    [InlineData("1.17", 939, 217, 156)]
    [InlineData("1.20", 862, 351, 293)]
    [InlineData("1.29", 717, 489, 468)]
    [InlineData("1.36", 908, 591, 574)]
    public void A_release_has_its_published_totals(string release, int endpoints, int tested, int conformanceTested)
    {
        var published = Published.Endpoints(Published.Version(release));

        (published.Count, published.Count(e => e.Tested.Length > 0), published.Count(e => e.Tested == "conformance"))
            .ShouldBe((endpoints, tested, conformanceTested));
    }

    [Fact]
    public void The_lists_say_what_the_published_files_say()
    {
        foreach (var minor in Enumerable.Range(17, 21))
        {
            var release = new ReleaseVersion(1, minor);
            var file = Published.Json($"published/{release}.0.json.gz");

            Published.Endpoints(release).Select(e => (e.Id, e.Level, e.Category, e.Tested.Length > 0, e.Tested == "conformance")).ShouldBe(
                file.GetProperty("endpoints").EnumerateArray().Select(e => (
                    e.GetProperty("endpoint").GetString()!, e.GetProperty("level").GetString()!, e.GetProperty("category").GetString()!,
                    e.GetProperty("tested").GetBoolean(), e.GetProperty("conf_tested").GetBoolean())),
                ignoreOrder: true);
            Published.ConformanceTests(release).ShouldBe(
                file.GetProperty("tests").EnumerateArray().Where(t => t.GetProperty("conformance_test").GetBoolean())
                    .Select(t => t.GetProperty("test").GetString()!).Distinct(),
                ignoreOrder: true);
        }

        Published.Eligible.ShouldBe(
            Published.Json("published/conformance-endpoints.json").EnumerateArray().ToDictionary(
                e => e.GetProperty("endpoint").GetString()!, e => Published.Version(e.GetProperty("tested_release").GetString()!)),
            ignoreOrder: true);
    }
}
