namespace ApiSnoop.Web.Tests.Browser;

/// <summary>What a new user does, from the first page to a file with the numbers.</summary>
public sealed class WalkTests(BrowserRun browser)
{
    [Fact]
    public Task From_home_through_the_sunburst_to_an_endpoint_an_app_and_its_numbers() => browser.Visit(async visit =>
    {
        await visit.Go("/");
        await visit.Find("header.site nav").GetByText("Test coverage").ClickAsync();
        await visit.ShouldArriveAt("**/e2e");
        var before = await visit.Find("[data-region=beside]").InnerTextAsync();

        await visit.ClickSlice("/e2e/stable");
        await visit.ShouldSettleAt("/e2e/stable");
        (await visit.Find("[data-region=breadcrumb] [aria-current]").InnerTextAsync()).ShouldBe("stable");
        (await visit.Find("[data-region=beside]").InnerTextAsync()).ShouldNotBe(before);

        await visit.Page.GoBackAsync();
        await visit.ShouldSettleAt("/e2e");
        (await visit.Find("[data-region=beside]").InnerTextAsync()).ShouldBe(before);

        await visit.ClickSlice("/e2e/stable/core");
        await visit.ShouldSettleAt("/e2e/stable/core");
        await visit.Find("[data-region=beside] td.path a[href='/endpoints/listCoreV1Node']").ClickAsync();
        await visit.ShouldArriveAt("**/endpoints/listCoreV1Node");
        (await visit.Find("h1").InnerTextAsync()).ShouldBe("listCoreV1Node");

        await visit.Find("#table-apps a[href='/apps/demo-app']").ClickAsync();
        await visit.ShouldArriveAt("**/apps/demo-app");
        var used = await visit.Find(".headline .figure b").First.InnerTextAsync();
        var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Find("a[href$='/app-usage-endpoints.csv']").ClickAsync());

        download.SuggestedFilename.ShouldBe("demo-app-app-usage-endpoints.csv");
        var lines = await File.ReadAllLinesAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
        lines.Length.ShouldBeGreaterThan(int.Parse(used, null));
        lines.Count(l => l.Contains("/api/v1/nodes", StringComparison.Ordinal)).ShouldBeGreaterThan(0);
    });
}
