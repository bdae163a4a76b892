using System.Text.Json;
using AngleSharp;
using ApiSnoop.Conformance;
using ApiSnoop.Reports.Conformance;
using ApiSnoop.Web.Publishing;

namespace ApiSnoop.Web.Tests;

public sealed class StaticSiteTests
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/", "index.html", "")]
    [InlineData("/e2e", "e2e/index.html", "e2e/")]
    [InlineData("/e2e/stable/core", "e2e/stable/core/index.html", "e2e/stable/core/")]
    [InlineData("/e2e/stable/core/listCoreV1Node", "endpoints/listCoreV1Node/index.html", "endpoints/listCoreV1Node/")]
    [InlineData("/releases/1.36/e2e/stable/core/listCoreV1Node", "endpoints/listCoreV1Node/index.html", "endpoints/listCoreV1Node/")]
    [InlineData("/conformance/endpoints/1.36/tested", "conformance/endpoints/1.36/tested/index.html", "conformance/endpoints/1.36/tested/")]
    [InlineData("/e2e?format=csv", "e2e/table.csv", "e2e/table.csv")]
    [InlineData("/e2e?table=categories&format=json", "e2e/table-categories.json", "e2e/table-categories.json")]
    [InlineData("/assets/site.css?v=1", "assets/site.css", "assets/site.css")]
    [InlineData("/docs/pictures/e2e.png", "docs/pictures/e2e.png", "docs/pictures/e2e.png")]
    [InlineData("/apps/x/export/endpoints.csv", "apps/x/export/endpoints.csv", "apps/x/export/endpoints.csv")]
    public void An_address_has_a_file_and_a_link(string address, string file, string link) =>
        StaticPath.Of(address).ShouldNotBeNull().ShouldSatisfyAllConditions(p => p.File.ShouldBe(file), p => p.Link.ShouldBe(link));

    [Theory]
    [InlineData("/e2e?sort=level")]
    [InlineData("/e2e?format=md")]
    [InlineData("/endpoints?q=x")]
    [InlineData("/api/v1/apps")]
    [InlineData("//example.com/")]
    public void What_only_a_server_can_answer_has_none(string address) => StaticPath.Of(address).ShouldBeNull();

    [Fact]
    public void Test_pages_are_told_apart_by_their_names()
    {
        var one = StaticPath.Of("/tests/one?name=a").ShouldNotBeNull();
        one.File.ShouldStartWith("tests/one/");
        StaticPath.Of("/tests/one?name=b").ShouldNotBeNull().File.ShouldNotBe(one.File);
    }

    [Fact]
    public void A_page_among_files_leads_to_files_and_asks_nobody()
    {
        const string page = """
            <html lang="en"><head><meta charset="utf-8"><script src="/assets/chart.js?v=1"></script></head>
            <form action="/endpoints"><input name="q"></form>
            <a href="/e2e">e2e</a> <a class="x" href="/e2e?sort=level">sort</a> <a href="/#top">top</a> <a href="/gone">gone</a>
            """;

        var made = StaticHtml.Rewritten(page, "a/b/index.html", p => p.File != "gone/index.html");

        made.ShouldContain("<script src=\"../../assets/chart.js\">");
        made.ShouldContain("<a href=\"../../e2e/\">e2e</a>");
        made.ShouldContain("<a class=\"x\" data-left-out>sort</a>");
        made.ShouldContain("<a href=\"../../#top\">top</a>");
        made.ShouldContain("<a data-left-out>gone</a>");
        made.ShouldNotContain("form action");
        made.ShouldContain("<html lang=\"en\" data-published>");
        made.ShouldContain("http-equiv=\"Content-Security-Policy\"");
    }

    [Fact]
    public void The_json_files_have_the_shapes_that_the_earlier_site_published()
    {
        var files = new EarlierShapes(KnownConformance.Shipped).Files().ToDictionary(f => f.Name, f => f.Write);
        files.Keys.ShouldContain("1.17.0.json");

        var release = Written(files["1.36.0.json"]);
        release.GetProperty("total endpoints").GetInt32().ShouldBe(908);
        release.GetProperty("tested endpoints").GetInt32().ShouldBe(591);
        release.GetProperty("total conformance eligible endpoints").GetInt32().ShouldBe(565);
        release.GetProperty("tests").GetArrayLength().ShouldBe(1386);
        Written(files["conformance-coverage-per-release.json"]).EnumerateArray().Last().GetProperty("total tested").GetInt32()
            .ShouldBe(563);
        Written(files["conformance-progress.json"]).EnumerateArray().Last().GetProperty("total").GetProperty("new_with_tests").GetInt32()
            .ShouldBe(14);
        Written(files["ineligible_endpoints.json"]).GetArrayLength().ShouldBe(101);
    }

    [Fact]
    public void New_endpoints_and_releases_are_told_in_the_earlier_shapes_too()
    {
        var shapes = new EarlierShapes(KnownConformance.Shipped);
        var sizes = Written(shapes.Files().Single(f => f.Name == "new-endpoints.json").Write).EnumerateArray()
            .ToDictionary(r => r.GetProperty("release").GetString()!, r => r.GetProperty("endpoints").GetArrayLength());
        var releases = new StringWriter();
        shapes.WriteReleases(releases);

        (sizes["1.13.0"], sizes["1.16.0"], sizes["1.17.0"], sizes["1.18.0"]).ShouldBe((23, 46, 47, 18));
        releases.ToString().ReplaceLineEndings("\n").ShouldContain("- release_date: \"2026-04-22\"\n  version: 1.36.0\n");
    }

    [Theory]
    [InlineData("1.36.0.json", "published/1.36.0.json.gz", "")]
    [InlineData("new-endpoints.json", "published/new-endpoints.json", "")]
    [InlineData("1.36.0.json", "published/1.36.0.json.gz", "endpoints")]
    [InlineData("1.36.0.json", "published/1.36.0.json.gz", "tests")]
    [InlineData("conformance-progress.json", "published/conformance-progress.json", "")]
    [InlineData("conformance-coverage-per-release.json", "published/conformance-coverage-per-release.json", "")]
    [InlineData("conformance-endpoints.json", "published/conformance-endpoints.json", "")]
    [InlineData("ineligible_endpoints.json", "published/ineligible_endpoints.json", "")]
    public void A_files_members_are_those_of_the_published_one(string name, string published, string part)
    {
        var ours = Written(new EarlierShapes(KnownConformance.Shipped).Files().Single(f => f.Name == name).Write);
        using var file = File.OpenRead(Shared(published));
        using var stream = published.EndsWith(".gz", StringComparison.Ordinal)
            ? (Stream)new System.IO.Compression.GZipStream(file, System.IO.Compression.CompressionMode.Decompress)
            : file;
        var theirs = JsonDocument.Parse(stream).RootElement;

        Members(ours, part).ShouldBe(Members(theirs, part), ignoreOrder: true);
    }

    [Fact]
    public async Task The_whole_site_is_written_with_its_links_intact()
    {
        var folder = Directory.CreateTempSubdirectory("apisnoop-site-").FullName;
        var site = Path.Combine(folder, "site");
        try
        {
            var options = new ServerOptions { Store = Path.Combine(folder, "store"), Version = "test" };
            var files = await StaticSite.WriteAsync(options, site, [new(1, 36)], _ => { }, Stop);

            files.ShouldBeGreaterThan(500);
            Directory.Exists(Path.Combine(site, "releases", "1.35")).ShouldBeFalse();
            string[] some =
            [
                "index.html", "conformance/index.html", "releases/1.36/e2e/stable/core/index.html",
                "releases/1.36/e2e/view-icicle/index.html", "releases/1.36/e2e/view-table/index.html",
            ];
            foreach (var path in some)
                File.Exists(Path.Combine(site, path)).ShouldBeTrue(path);
            foreach (var page in Directory.GetFiles(site, "index.html", SearchOption.AllDirectories))
                foreach (var link in await Links(page)) ShouldBeThere(page, link);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static void ShouldBeThere(string page, string link)
    {
        if (link.StartsWith("http", StringComparison.Ordinal) || link.StartsWith('#')) return;
        link.StartsWith('/').ShouldBeFalse($"{page}: {link}");
        var path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, Uri.UnescapeDataString(link.Split('#')[0])));
        (File.Exists(path) || File.Exists(Path.Combine(path, "index.html"))).ShouldBeTrue($"{page}: {link}");
    }

    static async Task<IEnumerable<string>> Links(string page)
    {
        var html = await File.ReadAllTextAsync(page, Stop);
        var document = await BrowsingContext.New().OpenAsync(r => r.Content(html), Stop);
        return document.QuerySelectorAll("[href], [src]").Select(e => e.GetAttribute("href") ?? e.GetAttribute("src")!).Distinct();
    }

    static IEnumerable<string> Members(JsonElement root, string part)
    {
        var element = part.Length == 0 ? root : root.GetProperty(part);
        if (element.ValueKind == JsonValueKind.Array) element = element.EnumerateArray().Last();
        return element.EnumerateObject().Select(m => m.Value.ValueKind == JsonValueKind.Object
            ? m.Name + ": " + string.Join(' ', m.Value.EnumerateObject().Select(i => i.Name).Order()) : m.Name);
    }

    static JsonElement Written(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer)) write(json);
        return JsonDocument.Parse(buffer.ToArray()).RootElement;
    }

    static string Shared(string relative)
    {
        var root = Environment.GetEnvironmentVariable("APISNOOP_SHARED") is { Length: > 0 } set ? set : null;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); root is null && folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "ApiSnoop.slnx"))) root = Path.Combine(folder.FullName, "..", "shared", "data");
        var path = Path.Combine(root ?? ".", relative);
        if (!File.Exists(path)) Assert.Skip($"There is no shared data '{relative}'.");
        return path;
    }
}
