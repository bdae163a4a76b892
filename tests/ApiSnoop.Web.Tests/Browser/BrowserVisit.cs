using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace ApiSnoop.Web.Tests.Browser;

/// <summary>A page in the browser whose every complaint is kept: errors, refusals by the CSP, requests that failed.</summary>
public sealed class BrowserVisit
{
    readonly ConcurrentQueue<string> _troubles = new();
    readonly ConcurrentDictionary<string, bool> _expected = new();
    readonly Uri _server;

    BrowserVisit(IPage page, string server)
    {
        Page = page;
        _server = new Uri(server);
    }

    public IPage Page { get; }

    /// <summary>The address without the server.</summary>
    public string At => new Uri(Page.Url).PathAndQuery;

    public ILocator Find(string selector) => Page.Locator(selector);

    public static async Task<BrowserVisit> Of(IBrowserContext context, string server)
    {
        // A page that is refused something tells the document, and not every refusal reaches the console.
        await context.AddInitScriptAsync(
            "document.addEventListener('securitypolicyviolation', e => console.error('CSP: ' + e.violatedDirective + ' ' + e.blockedURI))");
        var visit = new BrowserVisit(await context.NewPageAsync(), server);
        context.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && !visit.Expects(message))
                visit.Trouble($"console {message.Type}: {message.Text} ({message.Location})");
        };
        context.WebError += (_, error) => visit.Trouble("page error: " + error.Error);
        context.RequestFailed += (_, request) =>
        {
            // A preview that was overtaken is aborted, as is the navigation that becomes a download.
            if (request.Failure != "net::ERR_ABORTED") visit.Trouble($"request failed: {request.Failure} {request.Url}");
        };
        context.Response += (_, response) =>
        {
            if (response.Status >= 400 && !visit._expected.ContainsKey(response.Url))
                visit.Trouble($"status {response.Status}: {response.Url}");
        };
        visit.Page.Dialog += (_, dialog) =>
        {
            visit.Trouble("dialog: " + dialog.Message);
            _ = dialog.DismissAsync();
        };
        return visit;
    }

    // The status of a page that shall be missing is checked by the test itself.
    bool Expects(IConsoleMessage message) =>
        message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal)
        && _expected.Keys.Any(url => message.Location.StartsWith(url, StringComparison.Ordinal));

    /// <summary>
    /// Waits until the page has loaded at an address, in which <c>**</c> stands for anything and <c>*</c> for anything but a
    /// slash.
    /// </summary>
    public Task ShouldArriveAt(string pattern) =>
        ShouldArriveAt(
            new Regex('^'
                + Regex.Escape(pattern).Replace(@"\*\*", ".*", StringComparison.Ordinal).Replace(@"\*", "[^/]*", StringComparison.Ordinal)
                + '$'));

    /// <summary>Waits until the page has loaded at an address.</summary>
    /// <remarks>The library's own wait for an address can miss a navigation that happens between its first look and its waiting.</remarks>
    public async Task ShouldArriveAt(Regex address)
    {
        await Assertions.Expect(Page).ToHaveURLAsync(address, new() { Timeout = 15_000 });
        await Page.WaitForLoadStateAsync();
    }

    public async Task Go(string path, int status = 200)
    {
        if (status >= 400) _expected[new Uri(_server, path).AbsoluteUri] = true;
        var answer = await Page.GotoAsync(path);
        answer.ShouldNotBeNull();
        answer.Status.ShouldBe(status, path);
    }

    public void ShouldHaveHadNoTrouble() => _troubles.ShouldBeEmpty();

    void Trouble(string text) => _troubles.Enqueue($"{text} [on {Page.Url}]");
}
