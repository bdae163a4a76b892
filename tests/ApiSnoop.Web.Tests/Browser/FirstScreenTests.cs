using Microsoft.Playwright;

namespace ApiSnoop.Web.Tests.Browser;

/// <summary>What is seen without scrolling, and what is told where the eye is.</summary>
public sealed class FirstScreenTests(BrowserRun browser)
{
    static readonly BrowserNewContextOptions s_laptop = new() { ViewportSize = new() { Width = 1280, Height = 800 } };

    [Theory]
    [InlineData("/e2e")]
    [InlineData("/e2e?verb=list&deprecated=true")]
    [InlineData("/apps/demo-app")]
    public Task The_chart_is_whole_on_the_first_screen(string path) => browser.Visit(async visit =>
    {
        await visit.Go(path);

        var box = (await visit.Find("svg.chart").First.BoundingBoxAsync())!;
        box.Y.ShouldBeGreaterThan(0);
        (box.Y + box.Height).ShouldBeLessThanOrEqualTo(800);
        box.Height.ShouldBeGreaterThan(400);
    }, new(s_laptop));

    [Fact]
    public Task What_is_pointed_at_is_told_beside_the_pointer_and_on_the_screen() => browser.Visit(async visit =>
    {
        await visit.Go("/e2e");
        foreach (var href in new[] { "/e2e/stable/core", "/e2e/beta", "/e2e/alpha" })
        {
            var (x, y) = await visit.Slice(href).PointOf();
            // A busy browser may lose a single move; a hand makes many.
            for (var move = 0; move < 20 && !await visit.Find(".details").IsVisibleAsync(); move++)
            {
                await visit.Page.Mouse.MoveAsync(x + (move % 2), y);
                await visit.Page.WaitForTimeoutAsync(250);
            }

            await visit.Page.Mouse.MoveAsync(x, y);
            await Assertions.Expect(visit.Find(".details")).ToBeVisibleAsync();

            var box = (await visit.Find(".details").BoundingBoxAsync())!;
            Math.Max(box.X - x, x - (box.X + box.Width)).ShouldBeInRange(0, 40, href);
            box.Y.ShouldBeInRange(0, 800 - box.Height, href);
            (await visit.Find(".details").InnerTextAsync()).ShouldContain("endpoints tested", Case.Sensitive, href);
        }

        await visit.Page.Mouse.MoveAsync(640, 20);
        await Assertions.Expect(visit.Find(".details")).ToBeHiddenAsync();
    }, new(s_laptop));

    [Fact]
    public Task A_first_tap_shows_and_a_second_one_zooms() => browser.Visit(async visit =>
    {
        await visit.Go("/e2e");
        var (x, y) = await visit.Slice("/e2e/stable").PointOf();

        await visit.Page.Touchscreen.TapAsync(x, y);
        await Assertions.Expect(visit.Find(".details")).ToBeVisibleAsync();
        (await visit.Find(".details").InnerTextAsync()).ShouldStartWith("stable");
        visit.At.ShouldBe("/e2e");

        await visit.Page.Touchscreen.TapAsync(x, y);
        await visit.ShouldSettleAt("/e2e/stable");
    }, new() { HasTouch = true, IsMobile = true, ViewportSize = new() { Width = 390, Height = 844 } });

    [Theory]
    [InlineData("/endpoints")]
    [InlineData("/user-agents")]
    [InlineData("/unmatched")]
    [InlineData("/untested")]
    [InlineData("/apps/e2e")]
    [InlineData("/apps/demo-app")]
    public Task No_column_is_cut_at_1280_pixels(string path) => browser.Visit(async visit =>
    {
        await visit.Go(path);

        var cut = await visit.Page.EvaluateAsync<string[]>(
            "() => [...document.querySelectorAll('.table')].filter(t => t.scrollWidth > t.clientWidth + 1)"
                + ".map(t => `${t.getAttribute('aria-label')}: ${t.scrollWidth} in ${t.clientWidth} px`)");
        cut.ShouldBeEmpty(path);
    }, new(s_laptop));

    [Theory]
    [InlineData("/endpoints", "Path")]
    [InlineData("/user-agents", "User agent")]
    [InlineData("/unmatched", "What")]
    public Task On_a_phone_the_columns_that_matter_come_first(string path, string column) => browser.Visit(async visit =>
    {
        await visit.Go(path);

        var header = visit.Find("main th").Filter(new() { HasText = column }).First;
        var box = (await header.BoundingBoxAsync())!;
        (box.X + box.Width).ShouldBeLessThanOrEqualTo(390, path);
    }, new() { ViewportSize = new() { Width = 390, Height = 844 } });
}
