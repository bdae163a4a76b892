using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace ApiSnoop.Web.Tests.Tables;

public sealed class TablePageTests(RunningServer server) : IClassFixture<RunningServer>
{
    public static TheoryData<string> Pages =>
    [
        "/endpoints", "/endpoints/listCoreV1Node", "/untested", "/untested?unused=true", "/tests", "/user-agents", "/user-agents?tests=true",
        "/unmatched", "/about", "/api", "/user-agents/one?agent=" + Uri.EscapeDataString(AuditLines.HostileText),
        "/tests/one?name=" + Uri.EscapeDataString("[sig-node] Pods should be looked at"),
    ];

    async Task<(HttpStatusCode Status, string Text, string? Type)> Get(string address)
    {
        using var answer = await server.Http.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), answer.Content.Headers.ContentType?.MediaType);
    }

    async Task<IDocument> Page(string address)
    {
        var (status, text, _) = await Get(address);
        status.ShouldBe(HttpStatusCode.OK, address);
        return new HtmlParser().ParseDocument(text);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Hostile_text_stays_text(string address)
    {
        var page = await Page(address);
        page.QuerySelectorAll("script:not([src]), style, img, [style], [onerror]").ShouldBeEmpty();
        page.Body!.TextContent.ShouldNotContain("\u202E");
        page.QuerySelectorAll("a[href]").ShouldAllBe(a => a.GetAttribute("href")!.StartsWith('/') || a.GetAttribute("href")!.StartsWith('#') || a.GetAttribute("href")!.StartsWith("http"));
    }

    [Theory]
    [InlineData("/user-agents/one?agent=nobody")]
    [InlineData("/tests/one?name=nothing")]
    [InlineData("/tests/one")]
    [InlineData("/endpoints/nothing")]
    public async Task What_is_not_there_is_said_with_its_status(string address)
    {
        var (status, text, _) = await Get(address);
        status.ShouldBe(HttpStatusCode.NotFound);
        text.ShouldContain("No such");
    }

    [Theory]
    [InlineData("csv", "text/csv")]
    [InlineData("json", "application/json")]
    [InlineData("md", "text/markdown")]
    public async Task A_page_answers_its_table_as_a_file(string format, string type)
    {
        var (status, text, answered) = await Get($"/endpoints?q=eviction&format={format}");
        status.ShouldBe(HttpStatusCode.OK);
        answered.ShouldBe(type);
        text.ShouldContain("createCoreV1NamespacedPodEviction");
        text.ShouldNotContain("<html");
    }

    [Fact]
    public async Task A_file_has_the_rows_of_the_page_in_their_order_without_its_cut()
    {
        var page = await Page("/endpoints?sort=path&dir=desc&rows=3");
        var shown = page.QuerySelectorAll("td.path a").Select(a => string.Concat(a.TextContent.Where(c => !char.IsWhiteSpace(c))))
            .Where(t => t.StartsWith('/')).ToList();
        shown.Count.ShouldBe(3);
        var (_, csv, _) = await Get("/endpoints?sort=path&dir=desc&rows=3&format=csv");
        var lines = csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBeGreaterThan(1000);
        lines.Skip(1).Take(3).Select(l => l.Split(',')[3]).ShouldBe(shown);
        page.QuerySelector("th[aria-sort=descending]")!.TextContent.Trim().ShouldBe("Path");
    }

    [Fact]
    public async Task One_of_several_tables_can_be_chosen()
    {
        (await Get("/endpoints/listCoreV1Node?format=csv&table=codes")).Text.ShouldStartWith("status,requests");
        (await Get("/endpoints/listCoreV1Node?format=csv&table=none")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_bad_pattern_is_told_and_the_page_stands()
    {
        var page = await Page("/user-agents?verb=/(/");
        page.QuerySelector(".notice[role=alert]")!.TextContent.ShouldContain("not a regular expression");
        page.QuerySelectorAll("tbody tr").ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_filter_that_keeps_nothing_shows_nothing()
    {
        var page = await Page("/user-agents?user-agent=nobody-has-this");
        page.QuerySelectorAll("tbody tr").ShouldBeEmpty();
        page.Body!.TextContent.ShouldContain("keep none of");
    }

    [Fact]
    public async Task An_active_filter_is_a_chip_that_takes_it_away_and_keeps_the_rest()
    {
        var page = await Page("/endpoints?q=node&user-agent=shop&verb=list");
        var chips = page.QuerySelectorAll(".filter-bar .chips a").Select(a => a.GetAttribute("href")).ToList();
        chips.ShouldBe(["/endpoints?q=node&verb=list", "/endpoints?q=node&user-agent=shop"]);
        page.QuerySelector("form.filters input[name=user-agent]")!.GetAttribute("value").ShouldBe("shop");
        page.QuerySelector("form.filters input[type=hidden][name=q]")!.GetAttribute("value").ShouldBe("node");
    }
}
