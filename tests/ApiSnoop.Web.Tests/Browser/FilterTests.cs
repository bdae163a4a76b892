using System.Globalization;
using System.Text.RegularExpressions;

namespace ApiSnoop.Web.Tests.Browser;

/// <summary>Filters, presets and the links that keep them.</summary>
public sealed class FilterTests(BrowserRun browser)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task A_filter_changes_the_counts_and_its_address_is_short(bool script) => browser.Visit(
        async visit =>
        {
            await visit.Go("/e2e");
            var all = await visit.Find("[data-region=headline]").InnerTextAsync();
            await visit.Find(".filter-bar summary").First.ClickAsync();
            await visit.Find("#filter-verb").FillAsync("list");
            await visit.Find(".filter-actions button[type=submit]").ClickAsync();
            await visit.ShouldArriveAt("**/e2e?**verb=list**");
            (await visit.Find("[data-region=headline]").InnerTextAsync()).ShouldNotBe(all);
            if (script) visit.At.ShouldBe("/e2e?verb=list");

            await visit.Find("a.chip:has-text('verb list')").ClickAsync();
            await visit.ShouldArriveAt(new Regex("^(?!.*verb=list)"));
            (await visit.Find("[data-region=headline]").InnerTextAsync()).ShouldBe(all);
        },
        new() { JavaScriptEnabled = script });

    [Fact]
    public Task A_filter_survives_zoom_view_and_sort_and_is_reset() => browser.Visit(async visit =>
    {
        await visit.Go("/e2e?verb=list");
        await visit.ClickSlice("/e2e/stable?verb=list");
        await visit.ShouldSettleAt("/e2e/stable?verb=list");
        await visit.Find("nav[aria-label=View] >> text=Icicle").ClickAsync();
        await visit.ShouldSettleAt("/e2e/stable?view=icicle&verb=list");
        await visit.Find("[data-region=beside] th a:has-text('Requests')").ClickAsync();
        await visit.ShouldSettleAt("/e2e/stable?view=icicle&verb=list&sort=requests&dir=desc");
        await visit.Find("nav[aria-label=View] >> text=Table").ClickAsync();
        await visit.ShouldArriveAt("**/e2e/stable?view=table&verb=list&sort=requests&dir=desc");
        (await visit.Find("th[aria-sort=descending]").InnerTextAsync()).ShouldContain("Requests");

        await visit.Find(".filter-bar summary").First.ClickAsync();
        await visit.Find(".filter-actions >> text=Reset").ClickAsync();
        await visit.ShouldArriveAt(new Regex("^(?!.*verb=list)"));
        visit.At.ShouldStartWith("/e2e/stable");
    });

    [Fact]
    public Task A_filter_set_after_a_zoom_keeps_the_zoom() => browser.Visit(async visit =>
    {
        await visit.Go("/e2e");
        await visit.ClickSlice("/e2e/stable");
        await visit.ShouldSettleAt("/e2e/stable");
        await visit.Find(".filter-bar summary").First.ClickAsync();
        await visit.Find("#filter-verb").FillAsync("get");
        await visit.Find("#filter-verb").PressAsync("Enter");
        await visit.ShouldArriveAt("**/e2e/stable?verb=get");
    });

    [Theory]
    [InlineData("/tests?user-agent=nobody")]
    [InlineData("/user-agents?user-agent=nobody")]
    [InlineData("/unmatched?user-agent=nobody")]
    public Task A_filter_that_keeps_nothing_shows_nothing(string path) => browser.Visit(async visit =>
    {
        await visit.Go(path);
        (await visit.Find(".notice:has-text('These filters keep none of')").CountAsync()).ShouldBe(1);
        (await visit.Find("main tbody tr").CountAsync()).ShouldBe(0);
    });

    [Fact]
    public Task A_filter_that_keeps_nothing_hits_nothing() => browser.Visit(async visit =>
    {
        await visit.Go("/e2e?user-agent=nobody");
        (await visit.Hub().TextContentAsync() ?? "").ShouldContain("0 /");
        await visit.Go("/apps/demo-app?user-agent=nobody");
        (await visit.Find("svg.chart").CountAsync()).ShouldBe(0);
        (await visit.Find(".empty:has-text('No request passes this filter')").CountAsync()).ShouldBe(1);
    });

    [Fact]
    public Task A_bad_expression_is_said_and_left_out() => browser.Visit(async visit =>
    {
        await visit.Go("/e2e");
        var all = await visit.Find("[data-region=headline]").InnerTextAsync();
        await visit.Go("/e2e?test=%2F(%2F");
        (await visit.Find("[role=alert]").InnerTextAsync()).ShouldStartWith("This filter is left out. test:");
        (await visit.Find("[data-region=headline]").InnerTextAsync()).ShouldBe(all);
    });

    [Fact]
    public Task What_a_filter_would_keep_is_told_while_it_is_typed() => browser.Visit(async visit =>
    {
        await visit.Go("/e2e");
        await visit.Find(".filter-bar summary").First.ClickAsync();
        var keeps = visit.Find("[data-keeps]");
        // All at once: a count for a half-typed word would be a true answer to another question.
        await visit.Find("#filter-verb").FillAsync("delete");
        await visit.Find("[data-keeps]:has-text('would keep')").WaitForAsync();
        var promised = Regex.Match(await keeps.InnerTextAsync(), "would keep ([0-9,]+) of").Groups[1].Value;

        await visit.Find("#filter-verb").PressAsync("Enter");
        await visit.ShouldArriveAt("**/e2e?verb=delete");
        (await keeps.TextContentAsync()).ShouldStartWith($"keeps {promised} of");

        await visit.Find(".filter-bar summary").First.ClickAsync();
        await visit.Find("#filter-test").FillAsync("/(/");
        await visit.Find("[data-keeps].is-bad").WaitForAsync();
        (await keeps.InnerTextAsync()).ShouldContain("test:");
    });

    [Fact]
    public Task A_preset_shows_as_many_as_it_promises() => browser.Visit(async visit =>
    {
        await visit.Go("/endpoints");
        var presets = await visit.Find(".presets a").EvaluateAllAsync<string[]>("all => all.map(a => a.getAttribute('href'))");
        presets.Length.ShouldBeGreaterThanOrEqualTo(4);
        foreach (var href in presets)
        {
            await visit.Go(href);
            var promised =
                int.Parse(await visit.Find(".presets a[aria-current] b")
                    .InnerTextAsync(), NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
            var count = await visit.Find(".table-tools").First.InnerTextAsync();
            if (promised > 0)
                count.ShouldContain($"{promised.ToString("N0", CultureInfo.InvariantCulture)} endpoint", Case.Sensitive, href);
            else (await visit.Find("main tbody tr").CountAsync()).ShouldBe(0);
        }
    });

    [Fact]
    public Task The_links_address_can_be_copied() => browser.Visit(
        async visit =>
        {
            await visit.Go("/e2e/stable?verb=list");
            await visit.Find("a[data-copy]").ClickAsync();
            await visit.Find("a[data-copy]:has-text('Copied')").WaitForAsync();
            (await visit.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()")).ShouldBe(visit.Page.Url);
        },
        new() { Permissions = ["clipboard-read", "clipboard-write"] });
}
