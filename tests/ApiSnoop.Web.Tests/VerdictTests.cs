using System.Net;
using System.Text.Json;
using AngleSharp;
using AngleSharp.Dom;

namespace ApiSnoop.Web.Tests;

/// <summary>What pages and answers say about recordings, in the words that people forward.</summary>
public sealed class VerdictTests(VerdictServer server) : IClassFixture<VerdictServer>
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/apps/nobody", "nothing seen")]
    [InlineData("/apps/shop?user-agent=stranger", "nothing seen")]
    public async Task Nothing_found_is_no_good_news(string path, string words)
    {
        var page = await Page(path);

        Text(page, ".row > .badge").ShouldBe(words);
        page.QuerySelectorAll(".badge.ok").ShouldBeEmpty();
        page.QuerySelectorAll("main .badge.stable").ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_only_walked_through_discovery_was_not_seen_to_use_anything()
    {
        var page = await Page("/apps/walker");

        Text(page, ".row > .badge").ShouldBe("nothing seen");
        page.QuerySelector("#risk")!.ParentElement!.TextContent.ShouldContain("Nothing but discovery");
        (await Page("/apps")).QuerySelectorAll("a.card").First(c => c.TextContent.Contains("walker", StringComparison.Ordinal))
            .TextContent.ShouldContain("Nothing was seen but discovery");
    }

    [Fact]
    public async Task A_filter_on_level_gives_no_verdict_and_another_says_how_far_it_reaches()
    {
        (await Page("/apps/shop")).QuerySelector(".row > .badge")!.TextContent.ShouldBe("beta");

        var byLevel = await Page("/apps/shop?level=stable");
        byLevel.QuerySelectorAll(".row > .badge").ShouldBeEmpty();
        byLevel.QuerySelectorAll(".notice.ok").ShouldBeEmpty();
        byLevel.Body!.TextContent.ShouldContain("no verdict on the app");

        (await Page("/apps/shop?verb=list&namespace=-a")).Body!.TextContent.ShouldContain("worst level of what the filter keeps");
        (await Csv("/export/app-usage-summary.csv?app=shop&level=stable"))[1].ShouldStartWith("shop,1,0,0,1,,");
        (await Csv("/export/app-usage-summary.csv?app=nobody"))[1].ShouldStartWith("nobody,0,0,0,0,nothing seen,");
    }

    [Fact]
    public async Task Discovery_is_not_use_and_is_one_click_away()
    {
        var page = await Page("/apps/shop");

        // Its group's index is gone in 1.22, which every client walks through; the first real break is 1.25.
        page.QuerySelector(".headline")!.TextContent.ShouldContain("1.25");
        page.QuerySelector("#table-risks")!.TextContent.ShouldNotContain("extensions");
        var link = page.QuerySelectorAll("main a").First(a => a.TextContent == "With discovery").GetAttribute("href")!;
        (await Page(link)).QuerySelector(".headline")!.TextContent.ShouldContain("1.22");
        (await Csv("/export/app-usage-summary.csv?app=shop"))[1].ShouldStartWith("shop,1,2,0,3,beta,");
    }

    [Fact]
    public async Task Apps_runs_and_clusters_are_told_apart()
    {
        var page = await Page("/apps");

        page.QuerySelectorAll("main h2").Select(h => h.TextContent.Trim()).Where(t => t is "Apps" or "Test runs" or "Whole clusters")
            .ShouldBe(["Apps", "Test runs", "Whole clusters"]);
        using var recordings = JsonDocument.Parse(await Get("/api/v1/recordings"));
        recordings.RootElement.EnumerateArray().Select(r => $"{r.GetProperty("app")} {r.GetProperty("kind")}").ShouldBe(
            ["cluster cluster", "e2e run", "newer app", "nobody app", "second run", "shop app", "walker app"]);
    }

    [Fact]
    public async Task A_request_in_a_cluster_and_in_an_app_counts_once()
    {
        var page = await Page("/endpoints/listCoreV1Node?app=cluster&app=shop");

        page.QuerySelector(".headline .figure b")!.TextContent.ShouldBe("2");
        page.QuerySelector(".headline")!.TextContent.ShouldContain("1 more are told below in a second recording of the same log");
        page.QuerySelector(".headline")!.TextContent.ShouldContain("1 app hits it, and 1 other recording");
    }

    [Fact]
    public async Task What_is_untested_is_judged_by_the_runs_release()
    {
        var page = await Page("/untested?unused=true");
        var csv = await Csv("/untested?unused=true&format=csv");

        page.QuerySelector(".headline")!.TextContent.ShouldContain("in 1.20");
        csv.ShouldNotContain(l => l.Contains("flowcontrol", StringComparison.Ordinal));
        (await Csv("/export/untested.csv")).Length.ShouldBe(csv.Length);
        (await Csv("/export/untested.csv")).Skip(1).First().ShouldStartWith("1,get,/api/v1/nodes,1,1,0,false,core");
        (await Csv("/export/untested.csv?noise=true")).Skip(1).First().ShouldStartWith("1,get,/api/v1/nodes,1,1,2,false,core");
    }

    [Fact]
    public async Task Pages_say_which_run_they_show_and_switch_between_runs()
    {
        var tests = await Page("/tests");
        tests.QuerySelector(".lead")!.TextContent.ShouldContain("e2e");
        Text(tests, "#table .dim").ShouldBe("2 tests");
        var other = tests.QuerySelectorAll("nav[aria-label='Test runs'] a").Single(a => a.TextContent.Trim() == "second");
        (await Page(other.GetAttribute("href")!)).QuerySelector("tbody")!.TextContent.ShouldContain("Secrets should be listed");

        (await Page("/e2e?run=second")).QuerySelector("h1")!.TextContent.ShouldContain("by second");
        (await Page("/e2e?run=second")).QuerySelectorAll("svg.chart a[href]").Select(a => a.GetAttribute("href"))
            .ShouldAllBe(h => h!.Contains("run=second", StringComparison.Ordinal));
        (await Page("/tests/one?name=%5Bsig-node%5D%20Pods%20should%20be%20looked%20at")).Body!.TextContent.ShouldContain("Also in");
        (await server.Http.GetAsync("/e2e?run=none", Stop)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await server.Http.GetAsync("/tests?run=none&format=csv", Stop)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_no_run_covers_is_not_observed()
    {
        var page = await Page("/endpoints/listFlowcontrolApiserverV1FlowSchema");

        page.Body!.TextContent.ShouldContain("whether it is tested was not observed");
        page.QuerySelectorAll("main .badge").Select(b => b.TextContent).ShouldNotContain("untested");
        using var answer = JsonDocument.Parse(await Get("/api/v1/endpoints/listFlowcontrolApiserverV1FlowSchema"));
        answer.RootElement.GetProperty("endpoint").GetProperty("tested").ValueKind.ShouldBe(JsonValueKind.Null);
        answer.RootElement.GetProperty("endpoint").GetProperty("state").GetString().ShouldBe("not observed");
    }

    [Theory]
    [InlineData("listBatchV1beta1NamespacedCronJob", "gone in 1.25", "use batch/v1, served since 1.21", "listBatchV1NamespacedCronJob")]
    [InlineData("listExtensionsV1beta1NamespacedIngress", "gone in 1.22", "use networking.k8s.io/v1, served since 1.19",
        "listNetworkingV1NamespacedIngress")]
    public async Task An_endpoint_that_is_gone_later_names_its_replacement(string id, string gone, string use, string there)
    {
        var page = await Page("/endpoints/" + id);

        var notice = page.QuerySelector("main .notice")!;
        notice.TextContent.ShouldContain(gone);
        notice.TextContent.ShouldContain(use);
        notice.QuerySelector("a")!.GetAttribute("href").ShouldBe("/endpoints/" + there);
        page.QuerySelectorAll("dl.facts dd").ShouldNotContain(d => d.TextContent.Trim() == "no");
    }

    [Fact]
    public async Task Requests_are_said_to_be_of_what_they_are()
    {
        (await Page("/e2e")).QuerySelector("[data-region=headline]")!.TextContent.ShouldContain("matched requests");
        (await Page("/apps/e2e")).QuerySelector(".headline")!.TextContent.ShouldContain("requests in all");
        (await Page("/compare?a=e2e&b=second")).QuerySelector("[data-region=headline]")!.TextContent.ShouldContain("requests of tests");
    }

    [Fact]
    public async Task A_comparison_of_runs_lists_the_tests_that_came_and_vanished_and_has_a_file()
    {
        var page = await Page("/compare?a=e2e&b=second");

        page.QuerySelectorAll("#table-tests tbody tr").Select(r => r.QuerySelector(".badge")!.TextContent).ShouldBe(["vanished", "came"]);
        page.QuerySelector("[data-region=beside]")!.TextContent.ShouldContain("no longer tested");
        page.QuerySelectorAll("[data-region=beside] .badge").Select(b => b.TextContent).ShouldNotContain("removed");
        var file = page.QuerySelectorAll("main a").First(a =>
            a.GetAttribute("href")!.StartsWith("/export/compare.csv", StringComparison.Ordinal));
        (await Csv(file.GetAttribute("href")!)).ShouldContain(l => l.StartsWith("test,came,", StringComparison.Ordinal));
        (await server.Http.GetAsync("/export/compare.csv", Stop)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    async Task<IDocument> Page(string path)
    {
        var html = await Get(path);
        return await BrowsingContext.New().OpenAsync(r => r.Content(html), Stop);
    }

    async Task<string> Get(string path)
    {
        var answer = await server.Http.GetAsync(path, Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        return await answer.Content.ReadAsStringAsync(Stop);
    }

    async Task<string[]> Csv(string path) => (await Get(path)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

    static string? Text(IDocument page, string selector) => page.QuerySelector(selector)?.TextContent.Trim();
}
