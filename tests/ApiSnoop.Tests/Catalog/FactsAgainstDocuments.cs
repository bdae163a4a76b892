using ApiSnoop.Catalog;
using ApiSnoop.Catalog.Facts;
using ApiSnoop.Catalog.OpenApi;

namespace ApiSnoop.Tests.Catalog;

public class FactsAgainstDocuments
{
    public static TheoryData<string> PublishedReleases =>
        [.. KubernetesCatalog.Shipped.Versions.Where(v => v >= new ReleaseVersion(1, 17)).Select(v => v.ToString())];

    [Theory]
    [InlineData("1.20")]
    [InlineData("1.24")]
    [InlineData("1.36")]
    public void The_facts_of_a_release_equal_its_document(string release) =>
        ShouldEqualDocuments(Published.Version(release), Repository.Path("tests/data/specs"));

    [Fact]
    public void The_facts_of_all_releases_equal_their_documents()
    {
        var documents = SharedData.Path("specs");
        foreach (var version in KubernetesCatalog.Shipped.Versions) ShouldEqualDocuments(version, documents);
    }

    [Theory]
    [MemberData(nameof(PublishedReleases))]
    public void Operations_that_are_not_deprecated_are_exactly_the_published_endpoints(string release)
    {
        var version = Published.Version(release);
        var ours = KubernetesCatalog.Shipped.Load(version).Operations.Where(o => !o.Deprecated).Select(o => o.Id);
        ours.ShouldBe(Published.Endpoints(version).Select(e => e.Id), ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(PublishedReleases))]
    public void The_published_way_of_levels_gives_the_published_levels_and_categories(string release)
    {
        var version = Published.Version(release);
        var facts = KubernetesCatalog.Shipped.Load(version);
        foreach (var endpoint in Published.Endpoints(version))
        {
            var operation = facts.Find(endpoint.Id).ShouldNotBeNull();
            Stability.PublishedLevel(operation, version).ToString().ToLowerInvariant().ShouldBe(endpoint.Level, operation.Id);
            operation.Category.ShouldBe(endpoint.Category, operation.Id);
        }
    }

    [Fact]
    public void The_counts_are_those_of_the_index_of_documents()
    {
        var rows = Published.Rows("tests/data/specs/INDEX.tsv").ToDictionary(c => c[0]);
        var catalog = KubernetesCatalog.Shipped;
        foreach (var source in catalog.Versions.SelectMany(v => catalog.Load(v).Sources))
        {
            var row = rows[source.Name[..^".gz".Length]];
            (source.Paths, source.Operations).ShouldBe((int.Parse(row[2]), int.Parse(row[3])), source.Name);
        }
        foreach (var version in catalog.Versions)
        {
            var release = catalog.Load(version);
            var row = rows[release.Sources[0].Name[..^".gz".Length]];
            release.Operations.Count(o => o.Path.Contains("/watch/")).ShouldBe(int.Parse(row[4]), release.Name);
        }
    }

    [Fact]
    public void What_vanished_at_each_step_has_the_known_counts()
    {
        foreach (var row in Published.Rows("tests/data/specs/removed-between-releases.tsv"))
        {
            var pair = row[0].Split("->");
            var before = Keys(pair[0]);
            var after = Keys(pair[1]);
            (before.Count, after.Count, after.Except(before).Count(), before.Except(after).Count())
                .ShouldBe((int.Parse(row[1]), int.Parse(row[2]), int.Parse(row[3]), int.Parse(row[4])), row[0]);
        }
    }

    [Fact]
    public void Importing_everything_again_in_another_order_gives_the_same_bytes()
    {
        var documents = SharedData.Path("specs");
        var shipped = KubernetesCatalog.Shipped;
        var folder = Directory.CreateTempSubdirectory("apisnoop-facts");
        try
        {
            foreach (var version in shipped.Versions.Reverse())
                CatalogImport.Import(folder.FullName, version, Published.Documents(version, documents));
            CatalogImport.Import(folder.FullName, new(1, 20), Published.Documents(new(1, 20), documents));
            foreach (var file in new[] { FactsFolder.OperationsFile, FactsFolder.SourcesFile })
                File.ReadAllBytes(Path.Combine(folder.FullName, file)).ShouldBe(ShippedFacts.Read(file), file);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static void ShouldEqualDocuments(ReleaseVersion version, string folder)
    {
        var facts = KubernetesCatalog.Shipped.Load(version);
        var documents = CatalogImport.Merge(version, Published.Documents(version, folder));
        facts.Sources.ShouldBe(documents.Sources);
        facts.Operations.Length.ShouldBe(documents.Operations.Length);
        foreach (var (fact, document) in facts.Operations.Zip(documents.Operations))
        {
            (fact with { QueryParameters = [] }).ShouldBe(document with { QueryParameters = [] });
            fact.QueryParameters.ShouldBe(document.QueryParameters, fact.Id);
        }
    }

    static HashSet<(ApiMethod, string)> Keys(string release) =>
        [.. KubernetesCatalog.Shipped.Load(Published.Version(release)).Operations.Select(o => (o.Method, o.Path))];
}
