using ApiSnoop.Web.Publishing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;

namespace ApiSnoop.Web.Tests.Browser;

/// <summary>The site as files, behind nothing but a file server.</summary>
public sealed class PublishedSiteTests(BrowserRun browser)
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Files_are_walked_like_pages()
    {
        var folder = Directory.CreateTempSubdirectory("apisnoop-published-").FullName;
        var site = Path.Combine(folder, "site");
        try
        {
            var options = new ServerOptions { Store = Path.Combine(folder, "store"), Version = "test" };
            await StaticSite.WriteAsync(options, site, [new(1, 36)], _ => { }, Stop);
            await using var files = await FileServer(site);
            await browser.Visit(Walk, address: files.Urls.First());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static async Task Walk(BrowserVisit visit)
    {
        foreach (var page in new[] { "/", "/conformance/", "/releases/1.36/", "/releases/1.36/e2e/", "/releases/1.36/e2e/stable/core/" })
            await EveryPageTests.Look(visit, page, 200);
        await visit.Page.SetViewportSizeAsync(1280, 900);

        await visit.Go("/conformance/");
        await visit.Find("svg.bars a[href$='/1.36/promoted-with-tests/'] rect").ClickAsync();
        await visit.Page.WaitForURLAsync("**/conformance/endpoints/1.36/promoted-with-tests/");
        (await visit.Find(".table-tools").First.InnerTextAsync()).ShouldContain("14 endpoints");
        await visit.Find("td.path a").First.ClickAsync();
        await visit.Page.WaitForURLAsync("**/endpoints/*/");

        await visit.Go("/releases/1.36/e2e/");
        await visit.Find("td a[href$='e2e/stable/']").First.ClickAsync();
        await visit.Page.WaitForURLAsync("**/releases/1.36/e2e/stable/");
        (await visit.Find("[data-region=headline]").InnerTextAsync()).ShouldContain("590 tested");
    }

    static async Task<WebApplication> FileServer(string site)
    {
        var builder = WebApplication.CreateSlimBuilder();
        // A passing run prints nothing of its own.
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.UseFileServer(new FileServerOptions { FileProvider = new PhysicalFileProvider(site) });
        await app.StartAsync(Stop);
        return app;
    }
}
