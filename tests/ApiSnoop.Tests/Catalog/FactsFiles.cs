using System.Text;
using ApiSnoop.Catalog;
using ApiSnoop.Catalog.Facts;
using ApiSnoop.Catalog.OpenApi;

namespace ApiSnoop.Tests.Catalog;

public class FactsFiles
{
    [Fact]
    public void A_release_survives_being_written_and_read()
    {
        foreach (var version in KubernetesCatalog.Shipped.Versions) ShouldSurvive(KubernetesCatalog.Shipped.Load(version));
    }

    [Fact]
    public void Any_text_survives_being_written_and_read() => ShouldSurvive(new Release("#a\tname\n", [
        new Operation { Id = "#id\t\\h", Method = ApiMethod.Options, Path = "/a\r\n#b\\", QueryParameters = ["a\tb", "c,d", "ü"] },
        new Operation
        {
            Id = "b",
            Method = ApiMethod.Head,
            Path = "",
            Group = "g",
            Version = "v1beta1",
            Level = Level.Beta,
            Deprecated = true,
        },
    ], [new SourceDocument("a\tb", "00", 1, 2)]));

    [Fact]
    public void A_file_that_is_something_else_is_named_with_its_line()
    {
        Should.Throw<InvalidDataException>(() => Read("x")).Message.ShouldBe("f:1: not a facts file");
        Should.Throw<InvalidDataException>(() => Read("#apisnoop-facts\t1\n\nfoo\tget")).Message.ShouldBe("f:3: not a row of facts");
    }

    [Fact]
    public void A_folder_of_facts_names_the_line_that_is_wrong()
    {
        var timeline = new ReleaseTimeline([new(1, 7)]);
        Should.Throw<InvalidDataException>(() => new OperationTable("#x\nfoo\t1.x\n"u8.ToArray(), "f", timeline)).Message.ShouldStartWith(
            "f:2:");
    }

    [Theory]
    [InlineData("1.7-1.9,1.11-", 0b110111UL)]
    [InlineData("1.8", 0b000010UL)]
    [InlineData("1.12-", 0b100000UL)]
    [InlineData("1.7-1.8,1.11", 0b010011UL)]
    public void Sets_of_releases_are_ranges(string text, ulong set)
    {
        var timeline = new ReleaseTimeline(Enumerable.Range(7, 6).Select(minor => new ReleaseVersion(1, minor)));
        timeline.TryParse(Encoding.UTF8.GetBytes(text)).ShouldBe(set);
        timeline.Format(set).ShouldBe(text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1.7,")]
    [InlineData("1.7-x")]
    [InlineData("1.7;1.8")]
    public void What_is_no_set_of_releases_is_refused(string text) =>
        new ReleaseTimeline([new(1, 7)]).TryParse(Encoding.UTF8.GetBytes(text)).ShouldBeNull();

    [Fact]
    public void A_release_that_is_imported_again_replaces_what_was_there()
    {
        var folder = Directory.CreateTempSubdirectory("apisnoop-facts");
        try
        {
            CatalogImport.Import(folder.FullName, new(1, 7), [Document("/api/v1/a")]);
            CatalogImport.Import(folder.FullName, new(1, 9), [Document("/api/v1/a")]);
            CatalogImport.Import(folder.FullName, new(1, 8), [Document("/api/v1/b")]);
            CatalogImport.Import(folder.FullName, new(1, 7), [Document("/api/v1/b")]);
            var catalog = KubernetesCatalog.Open(folder.FullName);
            catalog.Versions.ShouldBe([new(1, 7), new(1, 8), new(1, 9)]);
            catalog.Load(new(1, 7)).Operations.ShouldHaveSingleItem().Path.ShouldBe("/api/v1/b");
            catalog.Load(new(1, 9)).Operations.ShouldHaveSingleItem().Path.ShouldBe("/api/v1/a");
            catalog.History("GET /api/v1/b").ShouldNotBeNull().RemovedIn.ShouldBe(new ReleaseVersion(1, 9));
            File.ReadAllText(Path.Combine(folder.FullName, "operations.tsv"))
                .ShouldEndWith("\t1.9-\nGET /api/v1/b\tget\t/api/v1/b\t\tv1\t\t\tuncategorized\t\t\t1.7-1.8\n");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static OpenApiDocument Document(string path) => OpenApiDocument.Read(
        new MemoryStream(Encoding.UTF8.GetBytes($"{{\"paths\":{{\"{path}\":{{\"get\":{{}}}}}}}}")), "doc.json");

    static void ShouldSurvive(Release release)
    {
        using var stream = new MemoryStream();
        FactsFile.Write(stream, release);
        stream.Position = 0;
        var read = FactsFile.Read(stream);
        read.Name.ShouldBe(release.Name);
        read.Sources.ShouldBe(release.Sources);
        foreach (var (a, b) in read.Operations.Zip(release.Operations))
        {
            (a with { QueryParameters = [] }).ShouldBe(b with { QueryParameters = [] });
            a.QueryParameters.ShouldBe(b.QueryParameters);
        }
        read.Operations.Length.ShouldBe(release.Operations.Length);
    }

    static Release Read(string text) => FactsFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "f");
}
