using ApiSnoop.Web.Addresses;
using ApiSnoop.Web.Components.Tables;

namespace ApiSnoop.Web.Tests.Browser;

/// <summary>What comes out of a log is text, on every page that shows it and on those that its links lead to.</summary>
public sealed class HostileTextTests(BrowserRun browser)
{
    static readonly string s_app = Uri.EscapeDataString(BrowserRun.HostileApp);

    public static TheoryData<string> Pages { get; } =
    [
        "/", "/apps", RecordingLinks.App(BrowserRun.HostileApp), $"/user-agents?tests=true&app={s_app}", $"/tests?app={s_app}",
        $"/unmatched?app={s_app}", $"/endpoints?app={s_app}&sort=requests&dir=desc", $"/compare?a=e2e&b={s_app}", "/about",
        PageLinks.Endpoint("listCoreV1Node"), PageLinks.Endpoint("listCoreV1ConfigMapForAllNamespaces"),
        "/e2e?user-agent=" + Uri.EscapeDataString(HostileLines.Attribute), "/endpoints?q=" + Uri.EscapeDataString(HostileLines.Image),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public Task Hostile_text_is_shown_as_text(string path) => browser.Visit(async visit =>
    {
        await visit.Go(path);
        await ShouldBeHarmless(visit);
    });

    [Fact]
    public Task Pages_of_hostile_user_agents_and_tests_show_them_as_text() => browser.Visit(async visit =>
    {
        foreach (var (
            list, cells) in new[] { ($"/user-agents?tests=true&app={s_app}", "/user-agents/one?"), ($"/tests?app={s_app}", "/tests/one?") })
        {
            await visit.Go(list);
            var links = await visit.Find($"main tbody a[href*='{cells}']")
                .EvaluateAllAsync<string[]>("all => [...new Set(all.map(a => a.getAttribute('href')))]");
            links.Length.ShouldBeGreaterThanOrEqualTo(3);
            foreach (var link in links)
            {
                await visit.Go(link);
                await ShouldBeHarmless(visit);
            }
        }
    });

    static async Task ShouldBeHarmless(BrowserVisit visit)
    {
        // Whatever could be woken by a pointer is woken.
        await visit.Page.EvaluateAsync(
            """
            () => document.querySelectorAll('body *').forEach(e => ['mouseover', 'focus', 'load', 'error']
                .forEach(type => e.dispatchEvent(new Event(type, { bubbles: type === 'mouseover' }))))
            """);
        (await visit.Page.EvaluateAsync<bool>("() => 'hacked' in window")).ShouldBeFalse(visit.At);
        (await visit.Page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll('body script, body img, body i, svg[onload], iframe, [autofocus]'),
                ...[...document.querySelectorAll('*')].filter(e => [...e.attributes].some(a => a.name.startsWith('on')))]
                .map(e => e.outerHTML.slice(0, 200))
            """)).ShouldBeEmpty(visit.At);
        // A mark that turns the direction must not reach over the end of its own text.
        (await visit.Page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll('main *')]
                .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && /[\u202a-\u202e\u2066-\u2069]/.test(n.data))
                && !e.closest('bdi, option, title, code')).map(e => e.outerHTML.slice(0, 200))
            """)).ShouldBeEmpty(visit.At);
        (await visit.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
            .ShouldBeTrue(visit.At);
    }
}
