using Microsoft.Playwright;

namespace ApiSnoop.Web.Tests.Browser;

/// <summary>Moving through a chart by pointer, finger and key.</summary>
public sealed class ZoomTests(BrowserRun browser)
{
    /// <summary>Where each slice of a chart is drawn, by its address.</summary>
    const string Places = """
        svg => Object.fromEntries([...svg.querySelectorAll('.slices a')]
            .filter(a => a.querySelector('path')?.getAttribute('d'))
            .map(a => {
                const box = a.querySelector('path').getBoundingClientRect();
                const frame = svg.getBoundingClientRect();
                return [a.getAttribute('href'), [box.left - frame.left, box.top - frame.top, box.width, box.height]];
            }))
        """;

    [Theory]
    [InlineData("")]
    [InlineData("?view=icicle")]
    public Task Enter_zooms_and_Esc_goes_up(string view) => browser.Visit(async visit =>
    {
        await visit.Go("/e2e" + view);
        await visit.Slice("/e2e/stable" + view).FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.ShouldSettleAt("/e2e/stable" + view);
        (await visit.Page.EvaluateAsync<bool>("() => !!document.activeElement.closest('svg.chart')"))
            .ShouldBeTrue("the focus stays in the chart");

        await visit.Page.Keyboard.PressAsync("Escape");
        await visit.ShouldSettleAt("/e2e" + view);
        (await visit.Page.EvaluateAsync<string>("() => document.activeElement.getAttribute('href')")).ShouldBe("/e2e/stable" + view);
    });

    [Theory]
    [InlineData("")]
    [InlineData("?view=icicle")]
    public Task A_click_zooms_and_the_centre_goes_up(string view) => browser.Visit(async visit =>
    {
        await visit.Go("/e2e" + view);
        await visit.ClickSlice("/e2e/stable/core" + view);
        await visit.ShouldSettleAt("/e2e/stable/core" + view);
        foreach (var above in new[] { "/e2e/stable", "/e2e" })
        {
            await visit.Hub().ClickAsync();
            await visit.ShouldSettleAt(above + view);
        }
    });

    [Theory]
    [InlineData("")]
    [InlineData("?view=icicle")]
    public Task A_single_endpoint_can_be_pointed_at(string view) => browser.Visit(async visit =>
    {
        await visit.Go("/e2e/stable/core/listCoreV1NamespacedPod" + view);

        await visit.Find("svg.chart .slices a").First.FocusAsync();

        await Assertions.Expect(visit.Find("svg.chart.pointed")).ToHaveCountAsync(1);
    });

    [Fact]
    public Task A_finger_zooms() => browser.Visit(
        async visit =>
        {
            await visit.Go("/e2e");
            var (x, y) = await visit.Slice("/e2e/beta").PointOf();
            // The first tap shows what is under the finger, the second one zooms.
            await visit.Page.Touchscreen.TapAsync(x, y);
            await visit.Page.Touchscreen.TapAsync(x, y);
            await visit.ShouldSettleAt("/e2e/beta");
            await visit.Hub().TapAsync();
            await visit.ShouldSettleAt("/e2e");
        },
        new() { HasTouch = true, IsMobile = true, ViewportSize = new() { Width = 390, Height = 844 } });

    [Fact]
    public Task Back_and_forward_go_through_the_zooms() => browser.Visit(async visit =>
    {
        await visit.Go("/e2e");
        await visit.ClickSlice("/e2e/beta");
        await visit.ShouldSettleAt("/e2e/beta");
        await visit.Find("[data-region=beside] a[data-zoom][href^='/e2e/beta/']").First.ClickAsync();
        await visit.ShouldArriveAt("**/e2e/beta/*");
        var deep = visit.At;
        await visit.ShouldSettleAt(deep);

        await visit.Page.GoBackAsync();
        await visit.ShouldSettleAt("/e2e/beta");
        await visit.Page.GoBackAsync();
        await visit.ShouldSettleAt("/e2e");
        await visit.Page.GoForwardAsync();
        await visit.ShouldSettleAt("/e2e/beta");
        await visit.Page.GoForwardAsync();
        await visit.ShouldSettleAt(deep);
    });

    [Fact]
    public Task Only_the_last_of_quick_clicks_counts() => browser.Visit(async visit =>
    {
        await visit.Go("/e2e");
        await visit.ClickSlice("/e2e/beta");
        await visit.Page.GoBackAsync();
        await visit.Page.GoForwardAsync();
        await visit.ShouldSettleAt("/e2e/beta");
        (await visit.Find("[data-region=breadcrumb] [aria-current]").InnerTextAsync()).ShouldBe("beta");
    });

    [Fact]
    public Task Arrows_move_between_siblings_and_rings() => browser.Visit(async visit =>
    {
        await visit.Go("/e2e");
        await visit.Slice("/e2e/stable").FocusAsync();
        async Task<string> Press(string key)
        {
            await visit.Page.Keyboard.PressAsync(key);
            return await visit.Page.EvaluateAsync<string>("() => document.activeElement.getAttribute('href')");
        }

        (await Press("ArrowRight")).ShouldBe("/e2e/beta");
        (await Press("ArrowRight")).ShouldBe("/e2e/alpha");
        (await Press("ArrowRight")).ShouldBe("/e2e/stable");
        (await Press("ArrowLeft")).ShouldBe("/e2e/alpha");
        var category = await Press("ArrowDown");
        category.ShouldMatch("^/e2e/alpha/[^/]+$");
        (await Press("ArrowDown")).ShouldStartWith(category + "/");
        (await Press("ArrowUp")).ShouldBe(category);
        (await Press("ArrowUp")).ShouldBe("/e2e/alpha");
        visit.At.ShouldBe("/e2e");
    });

    [Fact]
    public Task Pointing_fills_the_details_and_moves_nothing() => browser.Visit(async visit =>
    {
        const string Layout = """
            () => JSON.stringify([...document.querySelectorAll('main *')].filter(e => !e.closest('.details') && !e.closest('svg'))
                .map(e => { const b = e.getBoundingClientRect(); return [b.x, b.y, b.width, b.height]; }))
            """;
        await visit.Go("/e2e");
        foreach (var href in new[] { "/e2e/stable", "/e2e/stable/core", "/e2e/stable/core/listCoreV1Node" })
        {
            var (x, y) = await visit.Slice(href).PointOf();
            await visit.Page.Mouse.MoveAsync(1, 1);
            var before = await visit.Page.EvaluateAsync<string>(Layout);
            await Assertions.Expect(visit.Find(".details")).ToBeHiddenAsync();

            await visit.Page.Mouse.MoveAsync(x, y);

            (await visit.Find(".details .details-name").InnerTextAsync()).ShouldNotBeEmpty();
            (await visit.Find(".details").EvaluateAsync<bool>("e => e.scrollHeight <= e.clientHeight + 1"))
                .ShouldBeTrue($"the details of {href} fit");
            (await visit.Page.EvaluateAsync<string>(Layout)).ShouldBe(before);
        }
    });

    [Fact]
    public Task Who_wants_no_motion_sees_none() => browser.Visit(
        async visit =>
        {
            await visit.Go("/e2e");
            await visit.Page.EvaluateAsync(
                """
                () => new MutationObserver(all => { if (all.some(m => m.target.classList?.contains('moving'))) window.moved = true; })
                    .observe(document.body, { subtree: true, attributes: true, attributeFilter: ['class'] })
                """);
            await visit.ClickSlice("/e2e/stable");
            await visit.ShouldSettleAt("/e2e/stable");
            await visit.Hub().ClickAsync();
            await visit.ShouldSettleAt("/e2e");
            (await visit.Page.EvaluateAsync<bool>("() => window.moved === true")).ShouldBeFalse();
        },
        new() { ReducedMotion = ReducedMotion.Reduce });

    [Theory]
    [InlineData("/e2e", "/e2e/stable/core")]
    [InlineData("/e2e?view=icicle", "/e2e/stable/core?view=icicle")]
    public Task The_motion_ends_where_the_server_draws_the_slices(string from, string to) => browser.Visit(async visit =>
    {
        // Until the server's page is let through, what is seen is the last frame of the motion.
        var gate = new TaskCompletionSource();
        await visit.Go(from);
        await visit.Page.RouteAsync("**" + to.Replace("?", "\\?", StringComparison.Ordinal), async route =>
        {
            await gate.Task;
            await route.ContinueAsync();
        });
        await visit.ClickSlice(to);
        await visit.Page.WaitForTimeoutAsync(900);
        var moved = await visit.Find("svg.chart").EvaluateAsync<Dictionary<string, double[]>>(Places);
        gate.SetResult();
        await visit.ShouldSettleAt(to);
        var drawn = await visit.Find("svg.chart").EvaluateAsync<Dictionary<string, double[]>>(Places);

        drawn.Count.ShouldBeGreaterThan(100);
        drawn.Keys.Except(moved.Keys).ShouldBeEmpty();
        // A slice reaches a little under the next one, and not by the same little in both.
        drawn.Where(d => d.Value.Zip(moved[d.Key]).Any(p => Math.Abs(p.First - p.Second) > 3))
            .Select(d => $"{d.Key}: {string.Join(' ', moved[d.Key])} but {string.Join(' ', d.Value)}").ShouldBeEmpty();
    });

    [Fact]
    public Task After_a_zoom_every_region_is_what_the_server_renders_for_that_address() => browser.Visit(async visit =>
    {
        const string Regions = """
            page => [...page.querySelectorAll('[data-region]')].map(e => e.dataset.region + ': ' + e.innerText.replace(/\s+/g, ' ')
                + [...e.querySelectorAll('a[href], path[d]:not(.veil, .ring)')]
                    .map(a => a.getAttribute('href') ?? a.getAttribute('d')).join(' '))
            """;
        await visit.Go("/e2e?verb=list");
        await visit.ClickSlice("/e2e/stable?verb=list");
        await visit.ShouldSettleAt("/e2e/stable?verb=list");
        await visit.Page.Mouse.MoveAsync(1, 1);
        var live = await visit.Find("html").EvaluateAsync<string[]>(Regions);
        await visit.Page.ReloadAsync();
        var served = await visit.Find("html").EvaluateAsync<string[]>(Regions);

        // Only the words of a slice that was pointed at may have moved from its title to its label.
        live.Select(Plain).ShouldBe(served.Select(Plain));

        static string Plain(string region) =>
            region.StartsWith("c-chart", StringComparison.Ordinal) ? region[region.IndexOf('/')..] : region;
    });

    [Fact]
    public Task Without_JavaScript_slices_and_the_centre_are_links() => browser.Visit(
        async visit =>
        {
            await visit.Go("/e2e");
            await visit.ClickSlice("/e2e/stable");
            await visit.ShouldArriveAt("**/e2e/stable");
            (await visit.Find(".breadcrumb [aria-current]").InnerTextAsync()).ShouldBe("stable");
            await visit.Hub().ClickAsync();
            await visit.ShouldArriveAt("**/e2e");
        },
        new() { JavaScriptEnabled = false });

    [Fact]
    public Task Both_charts_of_a_comparison_zoom_together() => browser.Visit(async visit =>
    {
        await visit.Go("/compare?a=e2e&b=demo-app");
        await visit.Slice("/compare/stable?a=e2e&b=demo-app").First.FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.ShouldSettleAt("/compare/stable?a=e2e&b=demo-app");
        (await visit.Find("svg.chart").EvaluateAllAsync<string[]>("all => all.map(svg => svg.dataset.self)"))
            .ShouldBe(["/compare/stable?a=e2e&b=demo-app", "/compare/stable?a=e2e&b=demo-app"]);
    });
}
