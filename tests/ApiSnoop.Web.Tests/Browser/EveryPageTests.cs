using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace ApiSnoop.Web.Tests.Browser;

/// <summary>Every page on a phone, a laptop and a large screen, light and dark, with and without the modules.</summary>
public sealed class EveryPageTests(BrowserRun browser)
{
    static readonly int[] s_widths = [390, 1280, 1920];

    /// <summary>The dark page has the same elements as the light one, so all that can be wrong in it is a colour.</summary>
    static readonly (ColorScheme, int, string[])[] s_looks =
        [(ColorScheme.Light, 1280, []), (ColorScheme.Dark, 390, ["color-contrast", "scrollable-region-focusable"])];

    static readonly string s_axe = new BundledAxeScriptProvider().GetScript();

    /// <summary>The addresses of all routes, each with its status.</summary>
    public static TheoryData<string, int> Pages { get; } = new()
    {
        { "/", 200 },
        { "/e2e", 200 },
        { "/e2e/beta", 200 },
        { "/e2e/stable/core", 200 },
        { "/e2e/stable/core/listCoreV1Node", 200 },
        { "/e2e?view=icicle&deprecated=true", 200 },
        { "/e2e?view=table&verb=list", 200 },
        { "/e2e?user-agent=nobody", 200 },
        { "/e2e?test=%2F(%2F", 200 },
        { "/apps", 200 },
        { "/apps/demo-app", 200 },
        { "/apps/demo-app/stable?view=icicle&all=true", 200 },
        { "/apps/" + Uri.EscapeDataString(BrowserRun.HostileApp).Replace("%2F", "~2F", StringComparison.Ordinal), 200 },
        { "/compare", 200 },
        { "/compare?a=e2e&b=demo-app", 200 },
        { "/endpoints", 200 },
        { "/endpoints?q=no+such+thing", 200 },
        { "/endpoints/listCoreV1NamespacedPod", 200 },
        { "/endpoints/nothing", 404 },
        { "/untested", 200 },
        { "/popularity", 200 },
        { "/discover", 200 },
        { "/discover?app=e2e", 200 },
        { "/certification", 200 },
        { "/certification?target=latest&require=beta&sort=name", 200 },
        { "/certification?find=no+such+app", 200 },
        { "/certification/demo-app", 200 },
        { "/certification/" + Uri.EscapeDataString(BrowserRun.HostileApp).Replace("%2F", "~2F", StringComparison.Ordinal), 200 },
        { "/certification/no-such-app", 404 },
        { "/tests", 200 },
        { "/user-agents", 200 },
        { "/unmatched", 200 },
        { "/about", 200 },
        { "/docs", 200 },
        { "/docs/reference/commands", 200 },
        { "/docs/nothing", 404 },
        { "/conformance", 200 },
        { "/conformance/percent", 200 },
        { "/conformance/endpoints/1.34/untested", 200 },
        { "/conformance/ineligible", 200 },
        { "/conformance/pending", 200 },
        { "/conformance/tests/1.36", 200 },
        { "/releases/1.34", 200 },
        { "/releases/1.36/e2e", 200 },
        { "/releases/1.36/e2e/stable/core/listCoreV1Node", 200 },
        { "/releases/1.99", 404 },
        { "/api", 200 },
        { "/no-such-page", 404 },
        { "/apps/nobody", 404 },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public Task A_page_is_whole_at_every_width_in_every_light(string path, int status) => browser.Visit(visit => Look(visit, path, status));

    [Theory]
    [InlineData("/tests")]
    [InlineData("/user-agents")]
    public Task The_first_in_a_list_has_a_page_that_is_whole(string list) => browser.Visit(async visit =>
    {
        await visit.Go(list);
        var first = await visit.Find("main tbody a").First.GetAttributeAsync("href");
        await Look(visit, first!, 200);
    });

    [Theory]
    [InlineData("/")]
    [InlineData("/e2e")]
    [InlineData("/compare")]
    [InlineData("/endpoints")]
    [InlineData("/untested")]
    [InlineData("/popularity")]
    [InlineData("/discover")]
    [InlineData("/tests")]
    public Task A_page_of_an_empty_store_is_whole(string path) => browser.Visit(visit => Look(visit, path, 200), empty: true);

    internal static async Task Look(BrowserVisit visit, string path, int status)
    {
        await visit.Go(path, status);
        await ShouldFit(visit, path);
        await Shorten(visit);
        await visit.Page.EvaluateAsync(s_axe);
        foreach (var (scheme, width, rules) in s_looks)
        {
            await visit.Page.SetViewportSizeAsync(width, 900);
            await visit.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await ShouldBeAccessible(visit, $"{path}, {scheme}, {width} px", rules);
        }
    }

    internal static async Task ShouldFit(BrowserVisit visit, string path)
    {
        (await visit.Find("h1").CountAsync()).ShouldBe(1, path);
        (await visit.Find("h1").InnerTextAsync()).ShouldNotBeNullOrWhiteSpace(path);
        foreach (var width in s_widths)
        {
            await visit.Page.SetViewportSizeAsync(width, 900);
            var wide = await visit.Page.EvaluateAsync<string[]>(
                """
                () => {
                    const root = document.documentElement;
                    if (root.scrollWidth <= root.clientWidth) return [];
                    return [...document.body.querySelectorAll('*')]
                        .filter(e => e.getBoundingClientRect().right > root.clientWidth + 1 && !e.closest('.table'))
                        .slice(0, 5).map(e => e.localName + '.' + (e.getAttribute('class') ?? '') + ' ' + e.textContent.trim().slice(0, 60))
                        .concat(root.scrollWidth + ' px');
                }
                """);
            wide.ShouldBeEmpty($"{path} at {width} px");
        }
    }

    /// <summary>Axe takes seconds for each thousand elements, and what is far down in a table is like what is at its top.</summary>
    static async Task Shorten(BrowserVisit visit) => await visit.Page.EvaluateAsync(
        """
        () => {
            const beyond = (parent, count) => [...parent.children].slice(count).forEach(e => e.remove());
            document.querySelectorAll('tbody').forEach(e => beyond(e, 6));
            document.querySelectorAll('main ul, main ol').forEach(e => beyond(e, 12));
            document.querySelectorAll('datalist').forEach(e => beyond(e, 1));
            document.querySelectorAll('svg.chart .slices g').forEach(e => beyond(e, 6));
        }
        """);

    static async Task ShouldBeAccessible(BrowserVisit visit, string what, string[] rules)
    {
        var violations = await visit.Page.EvaluateAsync<string[]>(
            """
            async rules => {
                const result = await axe.run(document, { resultTypes: ['violations'], ...(rules.length ? { runOnly: rules } : {}) });
                return result.violations.filter(v => v.impact === 'serious' || v.impact === 'critical')
                    .flatMap(v => v.nodes.slice(0, 3).map(n => `${v.id} (${v.impact}): ${n.html} ${n.any[0]?.message}`));
            }
            """,
            rules);
        violations.ShouldBeEmpty(what);
    }
}
