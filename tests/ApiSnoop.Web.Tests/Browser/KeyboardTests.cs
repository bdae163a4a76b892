namespace ApiSnoop.Web.Tests.Browser;

/// <summary>Without a pointer.</summary>
public sealed class KeyboardTests(BrowserRun browser)
{
    [Fact]
    public Task Tab_and_Enter_lead_from_home_to_an_endpoint() => browser.Visit(async visit =>
    {
        await visit.Go("/");
        await TabTo(visit, "a.skip");
        await TabTo(visit, "header.site nav a[href='/endpoints']");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.ShouldArriveAt("**/endpoints");
        await TabTo(visit, "tbody a[href^='/endpoints/']");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.ShouldArriveAt("**/endpoints/*");
        (await visit.Find("h1").InnerTextAsync()).ShouldNotBeEmpty();
    });

    [Fact]
    public Task A_chart_is_one_stop_and_the_tab_key_leaves_it() => browser.Visit(async visit =>
    {
        await visit.Go("/e2e");
        await TabTo(visit, "svg.chart a");
        await visit.Page.Keyboard.PressAsync("Tab");
        (await visit.Page.EvaluateAsync<bool>("() => !!document.activeElement.closest('.slices')")).ShouldBeFalse();
    });

    static async Task TabTo(BrowserVisit visit, string selector)
    {
        for (var i = 0; i < 120; i++)
        {
            await visit.Page.Keyboard.PressAsync("Tab");
            var seen = await visit.Page.EvaluateAsync<bool>(
                "() => { const b = document.activeElement.getBoundingClientRect(); return b.width > 0 && b.bottom > 0 && b.top < "
                    + "innerHeight; }");
            seen.ShouldBeTrue(
                "what has the focus is seen: "
                    + await visit.Page.EvaluateAsync<string>("() => document.activeElement.outerHTML.slice(0, 200)"));
            if (await visit.Page.EvaluateAsync<bool>("s => document.activeElement.matches(s)", selector)) return;
        }

        throw new InvalidOperationException($"The tab key does not reach {selector}.");
    }
}
