using System.Net;
using AngleSharp;
using AngleSharp.Dom;
using ApiSnoop.Web.Addresses;
using ApiSnoop.Web.Hosting;

namespace ApiSnoop.Web.Tests;

public sealed class PageTests(RunningServer server) : IClassFixture<RunningServer>
{
    public static TheoryData<string> Pages { get; } =
    [
        "/", "/e2e", "/e2e/stable", "/e2e/stable/core", "/e2e/stable/core/listCoreV1NamespacedPod", "/e2e?view=table", "/e2e?view=icicle",
        "/e2e?deprecated=true&sort=requests&dir=desc", "/e2e?user-agent=nobody", "/e2e?level=none", "/e2e?test=%2F(%2F", "/apps",
            "/apps/shop",
        "/apps/shop/beta/extensions", "/apps/shop?all=true", "/apps/e2e", "/compare", "/compare?a=e2e&b=shop",
            "/compare/stable?a=shop&b=e2e&show=added",
        "/compare?a=shop&b=shop",
    ];

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Every_page_is_whole_and_clean(string path)
    {
        var (status, page) = await Get(path);
        status.ShouldBe(HttpStatusCode.OK);
        ShouldBeClean(page);
    }

    [Theory]
    [InlineData("/nothing")]
    [InlineData("/apps/nobody")]
    [InlineData("/e2e/stable/nothing")]
    [InlineData("/apps/shop/alpha")]
    [InlineData("/compare?a=shop&b=nobody")]
    [InlineData("/compare/gamma?a=shop&b=e2e")]
    public async Task What_is_not_there_says_so_and_helps_on(string path)
    {
        var (status, page) = await Get(path);
        status.ShouldBe(HttpStatusCode.NotFound);
        ShouldBeClean(page);
        page.QuerySelectorAll("main a[href]").ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Any_app_name_has_a_page_a_chart_and_a_download()
    {
        foreach (var name in RunningServer.HostileNames)
        {
            var (status, page) = await Get(RecordingLinks.App(name));
            status.ShouldBe(HttpStatusCode.OK, name);
            ShouldBeClean(page);
            var zoom = page.QuerySelector("svg.chart .slices a")!.GetAttribute("href")!;
            (await Get(zoom)).Status.ShouldBe(HttpStatusCode.OK, zoom);
            var csv = await server.Http.GetAsync(RecordingLinks.Export(name, "app-usage-endpoints", "csv"), Stop);
            csv.StatusCode.ShouldBe(HttpStatusCode.OK, name);
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/apps")]
    [InlineData("/compare?a=shop&b=%3Cscript%3Ealert(1)%3C%2Fscript%3E%22'%26%E2%80%AEgnp.exe")]
    public async Task Hostile_text_stays_text(string path)
    {
        var (status, page) = await Get(path);
        status.ShouldBe(HttpStatusCode.OK);
        ShouldBeClean(page);
        page.Body!.TextContent.ShouldContain("<script>alert(1)</script>");
    }

    [Fact]
    public async Task Hostile_user_agents_and_users_stay_text()
    {
        var (_, page) = await Get(RecordingLinks.App("a/b"));
        ShouldBeClean(page);
        page.QuerySelectorAll("td").Count(t => t.TextContent.Contains("<script>alert(1)</script>", StringComparison.Ordinal))
            .ShouldBeGreaterThanOrEqualTo(2);
    }

    [Fact]
    public async Task The_test_coverage_counts_what_tests_hit()
    {
        var (_, page) = await Get("/e2e/stable/core");
        var rows = page.QuerySelectorAll("[data-region=beside] tbody tr").ToDictionary(
            EndpointOf, r => r.QuerySelector(".badge")!.TextContent);
        rows["get /api/v1/namespaces/{namespace}/pods"].ShouldBe("conformance");
        rows["get /api/v1/namespaces/{namespace}/pods/{name}"].ShouldBe("tested");
        rows["get /api/v1/nodes"].ShouldBe("hit, no test");
        rows["get /api/v1/secrets"].ShouldBe("untested");
    }

    [Fact]
    public async Task Links_of_the_chart_keep_the_filter()
    {
        var (_, page) = await Get("/e2e?verb=list&view=icicle&deprecated=true");
        foreach (var link in page.QuerySelectorAll("svg.chart a[href], a[data-zoom]").Select(a => a.GetAttribute("href")!))
        {
            link.ShouldContain("verb=list");
            link.ShouldContain("view=icicle");
            link.ShouldContain("deprecated=true");
        }
    }

    [Fact]
    public async Task An_app_shows_which_release_breaks_it()
    {
        var (_, page) = await Get("/apps/shop");
        page.Body!.TextContent.ShouldContain("Kubernetes 1.22");
        page.Body!.TextContent.ShouldContain("custom resource");
        page.Body!.TextContent.ShouldContain("system:serviceaccount:shop:shop");
    }

    [Fact]
    public async Task A_comparison_tells_added_from_removed()
    {
        var (_, page) = await Get("/compare?a=shop&b=e2e");
        string Badge(string path) => page.QuerySelectorAll("[data-region=beside] tbody tr")
            .First(r => EndpointOf(r) == path).QuerySelector(".badge")!.TextContent;
        Badge("get /api/v1/namespaces/{namespace}/pods").ShouldBe("newly used");
        Badge("get /api/v1/namespaces/{namespace}/secrets/{name}").ShouldBe("no longer used");
        Badge("get /api/v1/nodes").ShouldBe("same");
    }

    [Fact]
    public async Task A_browser_that_has_the_page_keeps_it_until_a_load()
    {
        server.Load("fresh", AuditLines.Shop());
        var first = await server.Http.GetAsync("/apps/fresh", Stop);
        var tag = first.Headers.ETag.ShouldNotBeNull();
        (await Again()).StatusCode.ShouldBe(HttpStatusCode.NotModified);
        server.Load("fresh", AuditLines.TestRun());
        (await Again()).StatusCode.ShouldBe(HttpStatusCode.OK);

        Task<HttpResponseMessage> Again()
        {
            var request = new HttpRequestMessage(HttpMethod.Get, "/apps/fresh");
            request.Headers.IfNoneMatch.Add(tag);
            return server.Http.SendAsync(request, Stop);
        }
    }

    [Fact]
    public async Task A_name_of_another_site_that_leads_here_is_not_answered()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/recordings") { Headers = { Host = "evil.example" } };

        (await server.Http.SendAsync(request, Stop)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("http://localhost:9090", "localhost 127.0.0.1 [::1]")]
    [InlineData("http://127.0.0.2:9090", "localhost 127.0.0.1 [::1] 127.0.0.2")]
    [InlineData("http://[::1]:9090", "localhost 127.0.0.1 [::1] [::1]")]
    [InlineData("http://0.0.0.0:9090", "")]
    [InlineData("http://*:80", "")]
    public void A_server_for_this_machine_only_answers_to_its_own_names(string url, string hosts) =>
        string.Join(' ', OwnHosts.Of(url, [])).ShouldBe(hosts);

    [Theory]
    [InlineData("agent=shop/1.0", HttpStatusCode.OK)]
    [InlineData("agent=shop/1.0&app=e2e", HttpStatusCode.OK)]
    [InlineData("agent=nobody", HttpStatusCode.NotFound)]
    [InlineData("agent=", HttpStatusCode.NotFound)]
    [InlineData("agent-sha256=0000000000000000000000000000000000000000000000000000000000000000", HttpStatusCode.NotFound)]
    public async Task A_user_agent_has_a_page_if_any_recording_knows_it(string query, HttpStatusCode status) =>
        (await server.Http.GetAsync($"/user-agents/one?{query}", Stop)).StatusCode.ShouldBe(status);

    [Theory]
    [InlineData("/endpoints?user-agent=/(/&format=csv", HttpStatusCode.BadRequest)]
    [InlineData("/endpoints?level=nope&format=json", HttpStatusCode.BadRequest)]
    [InlineData("/endpoints?preset=nope&format=csv", HttpStatusCode.BadRequest)]
    [InlineData("/endpoints?app=nope&format=csv", HttpStatusCode.NotFound)]
    [InlineData("/endpoints?app=shop&format=csv", HttpStatusCode.OK)]
    public async Task A_table_file_says_what_its_page_would_say_beside_it(string path, HttpStatusCode status) =>
        (await server.Http.GetAsync(path, Stop)).StatusCode.ShouldBe(status);

    [Fact]
    public async Task Nothing_can_be_written()
    {
        var answer = await server.Http.PostAsync("/apps", new StringContent("x"), Stop);

        answer.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        answer.Content.Headers.Allow.ShouldBe(["GET", "HEAD"]);
    }

    [Fact]
    public async Task A_page_is_known_by_any_of_the_tags_that_a_browser_has()
    {
        var tag = (await server.Http.GetAsync("/apps", Stop)).Headers.ETag.ShouldNotBeNull();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/apps");
        request.Headers.TryAddWithoutValidation("If-None-Match", $"\"other\", {tag.Tag}");

        (await server.Http.SendAsync(request, Stop)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task An_export_keeps_its_format_whatever_the_query_says() =>
        (await server.Http.GetAsync("/export/endpoints.csv?format=json", Stop)).Content.Headers.ContentType?.MediaType.ShouldBe("text/csv");

    [Fact]
    public async Task Exports_say_what_is_wrong_with_what_is_asked()
    {
        foreach (var (path, status) in new[]
        {
            ("/apps/shop/export/nothing.csv", HttpStatusCode.NotFound), ("/apps/shop/export/endpoints.exe", HttpStatusCode.NotFound),
            ("/apps/nobody/export/endpoints.csv", HttpStatusCode.NotFound),
                ("/export/endpoints.csv?outcome=odd", HttpStatusCode.BadRequest),
            ("/export/app-usage-summary.csv?app=shop", HttpStatusCode.OK),
        })
        {
            var answer = await server.Http.GetAsync(path, Stop);
            answer.StatusCode.ShouldBe(status, path);
            if (status != HttpStatusCode.OK) answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        }
    }

    async Task<(HttpStatusCode Status, IDocument Page)> Get(string path)
    {
        var answer = await server.Http.GetAsync(path, Stop);
        var html = await answer.Content.ReadAsStringAsync(Stop);
        answer.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem().ShouldNotContain("unsafe");
        return (answer.StatusCode, await BrowsingContext.New().OpenAsync(r => r.Content(html), Stop));
    }

    /// <summary>The method and the path, which may break at every slash, of a row.</summary>
    static string EndpointOf(IElement row)
    {
        var path = row.QuerySelector(".path")!;
        return path.PreviousElementSibling!.TextContent.Trim() + " " + string.Concat(path.TextContent.Where(c => !char.IsWhiteSpace(c)));
    }

    static void ShouldBeClean(IDocument page)
    {
        page.QuerySelectorAll("h1").Length.ShouldBe(1);
        page.Title.ShouldNotBeNullOrWhiteSpace();
        page.QuerySelectorAll("script:not([src]), style, [style], iframe, img[onerror]").ShouldBeEmpty();
        page.All.SelectMany(e => e.Attributes).Where(a => a.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();
        page.QuerySelectorAll("a[href]").Select(a => a.GetAttribute("href")!)
            .ShouldAllBe(h => h.StartsWith('/') || h.StartsWith('#') || h.StartsWith("https://"));
        page.QuerySelectorAll("[id]").Select(e => e.Id).ShouldBeUnique();
    }
}
