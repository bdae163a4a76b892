using System.Net;
using AngleSharp;
using ApiSnoop.Web.Docs;

namespace ApiSnoop.Web.Tests;

/// <summary>The docs as pages of the server.</summary>
public sealed class DocsPageTests(RunningServer server) : IClassFixture<RunningServer>
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_link_and_picture_of_every_page_leads_somewhere()
    {
        var pages = DocShelf.Addresses.ToList();
        pages.ShouldContain("/docs");
        pages.ShouldContain("/docs/walks");
        pages.ShouldContain("/docs/decisions/0020-a-site-of-files");
        var asked = new Dictionary<string, HttpStatusCode>(StringComparer.Ordinal);
        foreach (var address in pages)
        {
            var html = await server.Http.GetStringAsync(address, Stop);
            html.ShouldNotContain(" style=");
            var page = await BrowsingContext.New().OpenAsync(r => r.Content(html), Stop);
            page.QuerySelectorAll("main h1").Length.ShouldBe(1, address);
            foreach (var element in page.QuerySelectorAll("main [href], main [src]"))
            {
                var target = element.GetAttribute("href") ?? element.GetAttribute("src")!;
                if (target.Contains("://", StringComparison.Ordinal)) continue;
                target.ShouldStartWith(target.StartsWith('#') ? "#" : "/", customMessage: address);
                var path = target.Split('#')[0];
                if (path.Length == 0) continue;
                if (!asked.TryGetValue(path, out var status))
                {
                    using var answer = await server.Http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, Stop);
                    asked[path] = status = answer.StatusCode;
                }

                status.ShouldBe(HttpStatusCode.OK, $"{target} in {address}");
            }
        }

        asked.Keys.ShouldContain("/docs/pictures/e2e.png");
        asked.Count.ShouldBeGreaterThan(40);
    }

    [Theory]
    [InlineData("/docs/no-such-page")]
    [InlineData("/docs/../README")]
    [InlineData("/docs/pictures/none.png")]
    public async Task What_is_not_there_is_not_found(string address)
    {
        using var answer = await server.Http.GetAsync(address, Stop);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
