using System.Net;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace ApiSnoop.Web.Tests.Tables;

public sealed class TablePageTests(RunningServer server) : IClassFixture<RunningServer>
{
    public static TheoryData<string> Pages =>
    [
        "/endpoints", "/endpoints/listCoreV1Node", "/untested", "/untested?unused=true",
        "/popularity", "/discover", "/tests", "/user-agents",
            "/user-agents?tests=true",
        "/unmatched", "/about", "/api", "/user-agents/one?agent=" + Uri.EscapeDataString(AuditLines.HostileText),
        "/tests/one?name=" + Uri.EscapeDataString("[sig-node] Pods should be looked at"),
    ];

    async Task<(HttpStatusCode Status, string Text, string? Type)> Get(string address)
    {
        using var answer = await server.Http.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            answer.Content.Headers.ContentType?.MediaType);
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
        page.QuerySelectorAll("a[href]")
            .ShouldAllBe(
                a => a.GetAttribute("href")!.StartsWith('/') || a.GetAttribute("href")!.StartsWith('#')
                    || a.GetAttribute("href")!.StartsWith("http"));
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
        lines.Skip(1).Take(3).Select(l => l.Split(',')[1]).ShouldBe(shown);
        page.QuerySelector("th[aria-sort=descending]")!.TextContent.Trim().ShouldBe("Path");
    }

    [Fact]
    public async Task One_of_several_tables_can_be_chosen()
    {
        (await Get("/endpoints/listCoreV1Node?format=csv&table=codes")).Text.ShouldStartWith("status,requests");
        (await Get("/endpoints/listCoreV1Node?format=csv&table=none")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    [InlineData("/")]
    [InlineData("/e2e")]
    [InlineData("/e2e/stable?sort=requests&dir=desc")]
    [InlineData("/e2e/stable/core")]
    [InlineData("/e2e?view=table")]
    [InlineData("/apps/shop")]
    [InlineData("/apps/a~2Fb")]
    [InlineData("/compare?a=shop&b=e2e&sort=difference")]
    public async Task Every_table_sorts_and_is_a_file_of_exactly_what_it_shows(string address)
    {
        var page = await Page(address);
        foreach (var table in page.QuerySelectorAll("main table"))
        {
            var view = table.Closest(".table-view").ShouldNotBeNull("every table is of one make");
            table.QuerySelectorAll("thead th").ShouldAllBe(th => th.QuerySelector("a[href*=sort]") != null);
            var links = view.QuerySelectorAll(".table-tools a").ToDictionary(a => a.TextContent, a => a.GetAttribute("href")!);
            (await Get(links["CSV"])).Type.ShouldBe("text/csv");
            var rows = JsonNode.Parse((await Get(links["JSON"])).Text)!.AsArray();
            string[] shown =
                [.. table.QuerySelectorAll("thead th")
                    .Select(th => string.Join(' ', th.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
                        .ToLowerInvariant())];
            string[] named = [.. rows[0]!.AsObject().Select(m => m.Key.ToLowerInvariant())];
            // What a row's links lead to is in the file even where the page only links it.
            named.Except(["operation id", "app"]).ShouldBe(shown.Except(["operation id", "app"]), address);
            rows.Count.ShouldBeGreaterThanOrEqualTo(table.QuerySelectorAll("tbody tr").Length);
            if (shown.Contains("requests"))
                table.QuerySelectorAll("tbody tr")
                    .Select(tr => tr.Children[Array.IndexOf(shown, "requests")].TextContent.Trim()
                        .Replace(",", "", StringComparison.Ordinal))
                    .ShouldBe(rows.Take(table.QuerySelectorAll("tbody tr").Length).Select(r => r!["requests"]!.ToString()), address);
        }
    }

    [Fact]
    public async Task Tables_of_a_page_are_sorted_apart_from_each_other()
    {
        var page = await Page("/apps/shop?sort.users=user&sort=requests&dir=desc");
        page.QuerySelectorAll("th[aria-sort]").Select(th => th.Closest(".table-view")!.Id + " " + th.TextContent.Trim())
            .ShouldBe(["table Requests", "table-programs Requests", "table-users User", "table-unmatched Requests"]);
        page.QuerySelector("#table-users th a")!.GetAttribute("href")
            .ShouldBe("/apps/shop?sort=requests&dir=desc&sort.users=user&dir.users=desc#table-users");
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
