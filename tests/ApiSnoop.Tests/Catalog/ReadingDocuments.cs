using System.IO.Compression;
using System.Text;
using ApiSnoop.Catalog;
using ApiSnoop.Catalog.OpenApi;

namespace ApiSnoop.Tests.Catalog;

public class ReadingDocuments
{
    const string Crd = """
        {"swagger":"2.0","info":{"title":"Kubernetes","version":"v1.31.2"},"basePath":"/","paths":{
          "/apis/stable.example.com/v1beta1/namespaces/{namespace}/crontabs":{
            "get":{"operationId":"listStableExampleComV1beta1NamespacedCronTab","tags":["stableExampleCom_v1beta1"],
              "description":"list objects of kind CronTab, whose field spec.old is deprecated",
              "parameters":[{"name":"limit","in":"query"},{"name":"body","in":"body"}],
              "x-kubernetes-action":"list",
              "x-kubernetes-group-version-kind":{"group":"stable.example.com","kind":"CronTab","version":"v1beta1"}},
            "parameters":[{"$ref":"#/parameters/pretty-1"},{"$ref":"#/parameters/gone"},{"name":"namespace","in":"path"}]},
          "/apis/stable.example.com/":{"get":{"operationId":"getIt"}},
          "/apis/stable.example.com/v1alpha1/":{"get":{}}
        },"parameters":{"pretty-1":{"name":"pretty","in":"query"}}}
        """;

    [Fact]
    public void A_cluster_with_custom_resources_is_read()
    {
        var document = Read(Crd);
        var list = document.Operations[0];
        (list.Id, list.Group, list.Version, list.Kind, list.Action, list.Category, list.Level, list.Deprecated).ShouldBe(
            ("listStableExampleComV1beta1NamespacedCronTab", "stable.example.com", "v1beta1", "CronTab", "list", "stableExampleCom",
                Level.Beta, false));
        list.QueryParameters.ShouldBe(["limit", "pretty"]);
    }

    [Fact]
    public void What_a_document_leaves_out_comes_from_the_path()
    {
        var document = Read(Crd);
        (document.Operations[1].Level, document.Operations[1].Category).ShouldBe((Level.Beta, "uncategorized"));
        var bare = document.Operations[2];
        (bare.Id, bare.Group, bare.Version, bare.Level).ShouldBe(
            ("GET /apis/stable.example.com/v1alpha1/", "stable.example.com", "v1alpha1", Level.Alpha));
    }

    [Fact]
    public void OpenApi_3_refers_to_its_components_and_may_have_servers()
    {
        var document = Read("""
            {"openapi":"3.0.0","servers":[{"url":"https://example.com/prefix"}],"paths":{"/api/v1/pods":{"get":{"operationId":"a",
            "parameters":[{"$ref":"#/components/parameters/w"}]}}},"components":{"parameters":{"w":{"name":"watch","in":"query"}}}}
            """);
        document.Operations.ShouldHaveSingleItem().QueryParameters.ShouldBe(["watch"]);
        document.Operations[0].Path.ShouldBe("/api/v1/pods");
    }

    [Fact]
    public void Repeated_ids_are_told_apart()
    {
        var document =
            Read("""{"paths":{"/a":{"get":{"operationId":"x"},"post":{"operationId":"x"}},"/a/":{"get":{"operationId":"x"}}}}""");
        document.Operations.Select(o => o.Id).ShouldBe(["x", "POST /a", "GET /a/"]);
        document.ToRelease("mine").Find("POST /a").ShouldNotBeNull().Method.ShouldBe(ApiMethod.Post);
    }

    [Fact]
    public void A_deprecated_flag_counts_and_the_bare_word_does_not()
    {
        var document = Read("""
            {"paths":{"/a":{"get":{"deprecated":true},"put":{"description":"was never deprecated"},
            "head":{"description":"watch it. deprecated: use the 'watch' parameter with a list operation instead."}}}}
            """);
        document.Operations.Select(o => (o.Method, o.Deprecated)).ShouldBe(
            [(ApiMethod.Get, true), (ApiMethod.Put, false), (ApiMethod.Head, true)]);
    }

    [Fact]
    public void Gzip_and_a_byte_order_mark_change_nothing_but_the_mark_in_the_hash()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true)) gzip.Write(Encoding.UTF8.GetBytes(Crd));
        packed.Position = 0;
        OpenApiDocument.Read(packed, "doc.json").Source.ShouldBe(Read(Crd).Source);
        Read('\uFEFF' + Crd).Operations.Length.ShouldBe(3);
    }

    [Theory]
    [InlineData("", "doc.json: not valid JSON")]
    [InlineData("{\"paths\":{", "doc.json: not valid JSON")]
    [InlineData("[]", "doc.json: not an OpenAPI document: it is a JSON Array")]
    [InlineData("{\"swagger\":\"2.0\"}", "doc.json: not an OpenAPI document: it has no 'paths'")]
    [InlineData("{\"paths\":{}}", "doc.json: the OpenAPI document has no operations")]
    [InlineData("{\"paths\":{\"api/v1\":{\"serverRelativeURL\":\"/openapi/v3/api/v1\"}}}", "doc.json: this is only the index")]
    [InlineData("{\"paths\":{\"/a\":{\"get\":{\"operationId\":\"\\ud800\"}}}}", "doc.json: a text in the JSON is not valid Unicode")]
    public void A_bad_document_is_named_with_what_is_wrong(string text, string message) =>
        Should.Throw<InvalidDataException>(() => Read(text)).Message.ShouldStartWith(message);

    [Fact]
    public void Damaged_gzip_is_named() =>
        Should.Throw<InvalidDataException>(
            () => OpenApiDocument.Read(new MemoryStream([0x1f, 0x8b, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), "doc.json.gz"))
            .Message.ShouldStartWith("doc.json.gz: damaged gzip");

    [Theory]
    [InlineData(
        "{\"paths\":{\"/a\":{\"get\":{\"operationId\":7,\"tags\":\"x\",\"parameters\":{},"
            + "\"x-kubernetes-group-version-kind\":[]}},\"/b\":null}}")]
    [InlineData("{\"paths\":{\"/a\":{\"get\":{\"tags\":[null],\"parameters\":[1,null,{\"$ref\":\"#/paths/~1a/get/parameters/0\"}]}}}}")]
    [InlineData("{\"paths\":{\"/a\":{\"$ref\":\"#/x\"},\"/b\":{\"get\":{}}},\"x\":{\"$ref\":\"#/x\"}}")]
    public void Odd_types_in_a_document_are_passed_over(string text) => Read(text).Operations.ShouldHaveSingleItem();

    static OpenApiDocument Read(string text) => OpenApiDocument.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "doc.json");
}
