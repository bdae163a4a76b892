using System.Globalization;
using Microsoft.Playwright;

namespace ApiSnoop.Web.Tests.Browser;

/// <summary>The page that finds the apps in a recording.</summary>
public sealed class DiscoverTests(BrowserRun browser)
{
    [Fact]
    public Task Apps_stand_in_front_with_their_commands_and_noise_opens_under_one_line() => browser.Visit(async visit =>
    {
        await visit.Go("/discover?app=demo-app");

        (await visit.Find("main table").First.Locator("tbody tr td:first-child").AllInnerTextsAsync()).ShouldContain("demo-app:demo-app");
        var command = await visit.Find("td.command").First.InnerTextAsync();
        command.ShouldStartWith("apisnoop load-audit ");
        command.ShouldEndWith("demo-app:demo-app --service-account demo-app:demo-app");
        var noise = visit.Find("details.card:has(> summary:has-text(\"own noise\"))");
        (await noise.Locator("table").IsVisibleAsync()).ShouldBeFalse();

        await noise.Locator("summary").First.ClickAsync();

        await Assertions.Expect(noise.Locator("table")).ToBeVisibleAsync();
        (await noise.Locator("tbody tr").CountAsync()).ShouldBeGreaterThan(10);
        var requests = await Requests(visit.Find("main table").First) + await Requests(noise.Locator("table"));
        requests.ShouldBe(439, "every request of the log is somebody's");
    });

    [Fact]
    public Task Another_recording_is_a_click_away_and_sorting_noise_leaves_it_open() => browser.Visit(async visit =>
    {
        await visit.Go("/discover?app=demo-app");
        await visit.Find("nav[aria-label=Recordings] a").Filter(new() { HasText = "e2e" }).ClickAsync();
        await visit.ShouldArriveAt("**/discover?app=e2e");
        (await visit.Find("main table").First.Locator("tbody tr td:first-child").AllInnerTextsAsync()).ShouldContain("e2e.test");

        await visit.Find("details.card > summary").Last.ClickAsync();
        await visit.Find("details.card th a").First.ClickAsync();

        await visit.ShouldArriveAt("**sort.noise=**");
        await Assertions.Expect(visit.Find("details.card table")).ToBeVisibleAsync();
    });

    static async Task<long> Requests(ILocator table)
    {
        var headings = await table.Locator("thead th").AllInnerTextsAsync();
        var column = headings.ToList().FindIndex(h => h.StartsWith("Requests", StringComparison.OrdinalIgnoreCase));
        var cells = await table.Locator($"tbody tr td:nth-child({column + 1})").AllInnerTextsAsync();
        return cells.Sum(c => long.Parse(c, NumberStyles.AllowThousands, CultureInfo.InvariantCulture));
    }
}
