using System.Net;
using AngleSharp;
using AngleSharp.Dom;

namespace ApiSnoop.Web.Tests;

public sealed class ConformancePageTests(RunningServer server) : IClassFixture<RunningServer>
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_coverage_of_a_release_is_drawn_without_any_log()
    {
        var page = await Get("/releases/1.36/e2e");

        page.QuerySelector("h1")!.TextContent.ShouldBe("Test coverage of Kubernetes 1.36");
        var words = page.QuerySelector("main")!.TextContent;
        words.ShouldContain("published results, 1.36.0.json.gz, 2026-04-20");
        words.ShouldContain("591 tested");
        words.ShouldContain("574 conformance tested");
        words.ShouldContain("563 of 565 eligible conformance tested");
        page.QuerySelectorAll("svg.chart .slices a").Length.ShouldBeGreaterThan(800);
        // Nothing says how often what was hit.
        words.ShouldNotContain("matched requests");
        page.QuerySelectorAll("thead th").Select(h => h.TextContent.Trim()).ShouldNotContain("Requests");
    }

    [Fact]
    public async Task Every_number_follows_the_release()
    {
        (await Get("/releases/1.20/e2e")).QuerySelector("main")!.TextContent.ShouldContain("351 tested");
        var endpoint = await Get("/releases/1.20/e2e/stable/core/readCoreV1NamespacedPodStatus");
        endpoint.QuerySelector("main")!.TextContent.ShouldContain("Pods should run through the lifecycle of Pods and PodStatus");
    }

    [Fact]
    public async Task The_form_of_the_switch_leads_to_the_path()
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { BaseAddress = new Uri(server.Address) };

        var answer = await http.GetAsync("/e2e?release=1.30&view=icicle", Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.ToString().ShouldBe("/releases/1.30/e2e?view=icicle");
        (await http.GetAsync("/e2e?release=", Stop)).Headers.Location!.ToString().ShouldBe("/e2e");
        (await http.GetAsync("/e2e", Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var form = (await Get("/e2e")).QuerySelector("form.release-switch")!;
        form.GetAttribute("action").ShouldBe("/e2e");
        form.QuerySelectorAll("option").Length.ShouldBe(21);
    }

    [Fact]
    public async Task Progress_is_two_charts_whose_bars_lead_to_their_lists()
    {
        var page = await Get("/conformance");

        page.QuerySelector("main")!.TextContent.ShouldContain("563 of 565 eligible endpoints of 1.36 are conformance tested");
        page.QuerySelectorAll("svg.bars").Length.ShouldBe(2);
        var debt = page.QuerySelectorAll("svg.bars a[href='/conformance/endpoints/1.34/promoted-without-tests']").ShouldHaveSingleItem();
        debt.GetAttribute("aria-label").ShouldBe("1.34: 41 new without tests");
        var list = await Get(debt.GetAttribute("href")!);
        list.QuerySelector(".table-tools")!.TextContent.ShouldContain("41 endpoints");
        foreach (var href in page.QuerySelectorAll("svg.bars a").Select(a => a.GetAttribute("href")!).Distinct().Take(60))
            (await server.Http.GetAsync(href, Stop)).StatusCode.ShouldBe(HttpStatusCode.OK, href);
    }

    [Theory]
    [InlineData("/conformance/percent", "99.6%")]
    [InlineData("/conformance/endpoints", "563")]
    [InlineData("/conformance/endpoints/1.27/lost", "12 endpoints")]
    [InlineData("/conformance/ineligible", "Unable to be tested, and likely soon deprecated")]
    [InlineData("/conformance/pending", "13 endpoints")]
    [InlineData("/conformance/tests", "446 tests")]
    [InlineData("/conformance/tests/1.15", "215 tests")]
    [InlineData("/releases/1.36", "14 / 14")]
    [InlineData("/releases/1.22", "2 lost")]
    [InlineData("/releases/1.24", "361 of 406 were published")]
    [InlineData("/releases/1.9", "There are no results of its tests")]
    public async Task A_page_tells_its_figures(string path, string words) =>
        (await Get(path)).QuerySelector("main")!.TextContent.ShouldContain(words);

    [Theory]
    [InlineData("/releases/1.99")]
    [InlineData("/releases/new")]
    [InlineData("/releases/1.16/e2e")]
    [InlineData("/releases/1.36/e2e/gamma")]
    [InlineData("/conformance/endpoints/1.36/nothing")]
    [InlineData("/conformance/endpoints/1.99")]
    [InlineData("/conformance/tests/1.2")]
    public async Task What_is_not_known_is_not_there(string path) =>
        (await server.Http.GetAsync(path, Stop)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

    [Fact]
    public async Task A_test_that_no_log_has_shows_its_file_its_promotion_and_its_releases()
    {
        const string name = "[sig-network] Services should serve a basic endpoint from pods  [Conformance]";
        var page = await Get("/tests/one?name=" + Uri.EscapeDataString(name));

        var words = page.QuerySelector("main")!.TextContent;
        words.ShouldContain("test/e2e/network/service.go");
        words.ShouldContain("1.9");
        page.QuerySelectorAll("#table-releases tbody tr").ShouldNotBeEmpty();
        page.QuerySelectorAll("#table-published tbody tr").ShouldNotBeEmpty();
        (await server.Http.GetAsync("/tests/one?name=nosuch", Stop)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    async Task<IDocument> Get(string path)
    {
        var answer = await server.Http.GetAsync(path, Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        return await BrowsingContext.New().OpenAsync(r => r.Content(answer.Content.ReadAsStringAsync(Stop).Result), Stop);
    }
}
