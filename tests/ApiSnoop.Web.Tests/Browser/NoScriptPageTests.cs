namespace ApiSnoop.Web.Tests.Browser;

/// <summary>Every page without the modules; a class of its own, so that it runs beside the others.</summary>
public sealed class NoScriptPageTests(BrowserRun browser)
{
    [Theory]
    [MemberData(nameof(EveryPageTests.Pages), MemberType = typeof(EveryPageTests))]
    public Task A_page_is_whole_without_JavaScript(string path, int status) => browser.Visit(
        async visit =>
        {
            await visit.Go(path, status);
            await EveryPageTests.ShouldFit(visit, path);
        },
        new() { JavaScriptEnabled = false });
}
