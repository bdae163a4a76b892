using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using ApiSnoop.Catalog;
using ApiSnoop.Loading;
using ApiSnoop.Recording;
using Microsoft.AspNetCore.Builder;

namespace ApiSnoop.Web.Tests;

/// <summary>One app over many clusters, on the pages of the real server.</summary>
public sealed class ClusterPageTests(ClusterPageTests.Fleet fleet) : IClassFixture<ClusterPageTests.Fleet>
{
    const string Page = "/apps/~2A~2Fshop";

    [Fact]
    public async Task The_page_adds_up_the_clusters_of_one_release_and_says_that_there_are_others()
    {
        var page = await Get(Page);

        page.QuerySelector("h1")!.TextContent.ShouldBe("shop over 3 clusters");
        // 5 in the east and 3 in the west; the second count is that of each cluster's own page.
        Figure(page, "requests in all").ShouldBe(8);
        Figure(page, "requests in all").ShouldBe(
            Figure(await Get("/apps/east~2Fshop"), "requests in all") + Figure(await Get("/apps/west~2Fshop"), "requests in all"));
        Figure(page, "endpoints used").ShouldBe(3);
        page.QuerySelector("[data-region=releases]")!.TextContent.ShouldContain("of 2 releases");
        Rows(page, "clusters").ShouldBe(["east 1.20 5 2", "north 1.16 2 1", "west 1.20 3 2"]);
        page.QuerySelector("#table-clusters a[href='/apps/east~2Fshop']").ShouldNotBeNull();
        page.QuerySelector("svg.chart, [data-chart] svg, svg")!.ShouldNotBeNull();
    }

    [Fact]
    public async Task Another_release_is_one_click_away_and_one_that_no_cluster_has_is_told()
    {
        var page = await Get(Page);
        var other = page.QuerySelectorAll("nav[aria-label='Releases of the clusters'] a").Single(a => a.TextContent.Contains("1.16"));

        var old = await Get(other.GetAttribute("href")!);

        Figure(old, "requests in all").ShouldBe(2);
        Rows(old, "clusters").Count.ShouldBe(3);
        (await Get(Page + "?release=1.36", HttpStatusCode.NotFound)).QuerySelector("h1")!.TextContent
            .ShouldBe("No cluster of “shop” is of Kubernetes 1.36");
    }

    [Fact]
    public async Task Who_still_uses_what_a_release_removes_is_told_over_all_clusters_whatever_their_release()
    {
        var page = await Get(Page);

        page.QuerySelectorAll("#table-risks tbody tr").Select(r => Text(r)).ShouldContain(
            r => r.Contains("1.22") && r.Contains("/apis/extensions/v1beta1/ingresses") && r.Contains("north, west"));
        page.QuerySelector("#risk")!.ParentElement!.TextContent.ShouldContain("apisnoop upgrade-risk '*/shop' --target ");
        page.QuerySelectorAll("#ending tbody tr").Select(r => Text(r))
            .ShouldContain(r => r.StartsWith("shop/1.0", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Filters_zooms_and_tables_work_as_on_the_page_of_one_app()
    {
        Figure(await Get(Page + "?user-agent=shop"), "requests that the filter keeps").ShouldBe(6);
        (await Get(Page + "/stable/core?user-agent=shop")).Title!.ShouldStartWith("core – shop over 3 clusters");
        Rows(await Get(Page + "?user-agent=shop"), "clusters").ShouldBe(["east 1.20 3 2", "north 1.16 2 1", "west 1.20 3 2"]);
        (await Text($"{Page}?table=clusters&format=csv")).ShouldStartWith("cluster,Kubernetes,requests,endpoints,");
        (await Get("/user-agents?app=%2A%2Fshop")).Body!.TextContent.ShouldContain("helper/2");
        (await Get("/user-agents?app=%2A%2Fbank")).Body!.TextContent.ShouldContain("There is no app */bank.");
        await Get("/apps/~2A~2Fbank", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task It_is_linked_from_each_cluster_s_page_from_the_start_page_and_from_the_list_of_apps()
    {
        foreach (var page in (string[])["/", "/apps", "/apps/east~2Fshop"])
            (await Get(page)).QuerySelectorAll($"a[href='{Page}']").Length.ShouldBe(1, page);
        (await Get("/apps/alone")).QuerySelectorAll($"a[href^='{Page}']").ShouldBeEmpty();
    }

    [Fact]
    public async Task The_API_and_the_exports_take_the_same_name()
    {
        var clusters = JsonNode.Parse(await Text("/api/v1/apps/%2A~2Fshop/clusters"))!;
        clusters["clusters"]!.AsArray().Select(c => $"{c!["recording"]} {c["requests"]}")
            .ShouldBe(["east/shop 5", "north/shop 2", "west/shop 3"]);
        clusters["risks"]!.AsArray().Select(r => $"{r!["removedIn"]} {r["in"]}").ShouldBe(["1.22 north, west"]);
        (await Text("/api/v1/apps/%2A~2Fshop/coverage", HttpStatusCode.BadRequest)).ShouldContain("1.20, 1.16");
        JsonNode.Parse(await Text("/api/v1/apps/%2A~2Fshop/coverage?release=1.20&depth=0"))!["hit"]!.GetValue<int>().ShouldBe(3);
        await Text("/api/v1/apps/~2A~2Fbank/clusters", HttpStatusCode.NotFound);

        var all = await Text("/export/user-agents.csv?app=east%2Fshop&app=north%2Fshop&app=west%2Fshop");
        (await Text($"{Page}/export/user-agents.csv")).ShouldBe(all);
        (await Text("/export/user-agents.csv?app=%2A%2Fshop")).ShouldBe(all);
        JsonNode.Parse(await Text("/api/v1/user-agents?app=%2A%2Fshop"))!.AsArray().Sum(r => r!["requests"]!.GetValue<long>()).ShouldBe(10);
    }

    [Fact]
    public async Task A_cluster_that_is_loaded_again_is_in_the_sum_at_once()
    {
        (await Get("/apps/~2A~2Fbank2")).QuerySelector("h1")!.TextContent.ShouldBe("bank2 over 2 clusters");
        Figure(await Get("/apps/~2A~2Fbank2"), "requests in all").ShouldBe(2);

        fleet.Load("west/bank2", "1.20", ("/api/v1/nodes", "bank/1", 4));

        Figure(await Get("/apps/~2A~2Fbank2"), "requests in all").ShouldBe(5);
    }

    static long Figure(IDocument page, string about) => page.QuerySelectorAll("p.figure")
        .Where(p => p.TextContent.Contains(about, StringComparison.Ordinal))
        .Select(p => long.Parse(p.QuerySelector("b")!.TextContent, NumberStyles.AllowThousands, CultureInfo.InvariantCulture)).Single();

    /// <summary>The first four columns of a table's rows.</summary>
    static List<string> Rows(IDocument page, string table) =>
        [.. page.QuerySelectorAll($"#table-{table} tbody tr").Select(r => string.Join(' ', r.Children.Take(4).Select(c => Text(c))))];

    static string Text(IElement element) =>
        string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    async Task<IDocument> Get(string address, HttpStatusCode status = HttpStatusCode.OK) =>
        new HtmlParser().ParseDocument(await Text(address, status));

    async Task<string> Text(string address, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var answer = await fleet.Http.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(status, address);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>A server over a store with one app in three clusters of two releases.</summary>
    public sealed class Fleet : IAsyncLifetime
    {
        const string Nodes = "/api/v1/nodes", Pods = "/api/v1/namespaces/a/pods", Ingresses = "/apis/extensions/v1beta1/ingresses";
        readonly string _folder = Directory.CreateTempSubdirectory("apisnoop-fleet-").FullName;
        WebApplication? _app;
        int _loads;

        public HttpClient Http { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Load("east/shop", "1.20", (Nodes, "shop/1.0", 2), (Pods, "shop/1.0", 1), (Nodes, "helper/2", 2));
            Load("west/shop", "1.20", (Nodes, "shop/1.0", 2), (Ingresses, "shop/1.0", 1));
            Load("north/shop", "1.16", (Ingresses, "shop/1.0", 2));
            Load("alone", "1.20", (Nodes, "alone/1", 1));
            Load("east/bank2", "1.20", (Nodes, "bank/1", 1));
            Load("west/bank2", "1.20", (Nodes, "bank/1", 1));
            _app = await RunningServer.Start(Path.Combine(_folder, "store"));
            Http = new HttpClient { BaseAddress = new Uri(_app.Urls.First()) };
        }

        /// <summary>Loads an app's requests: a URI, who asks, and how often.</summary>
        public void Load(string app, string release, params (string Uri, string Agent, int Times)[] requests)
        {
            var log = Path.Combine(_folder, $"{++_loads}.log");
            File.WriteAllLines(log, requests.SelectMany((r, i) => Enumerable.Range(0, r.Times).Select(
                j => AuditLines.Event($"{_loads}-{i}-{j}", r.Uri, "list", r.Agent, second: j))));
            AuditLoad.Run(
                new LoadRequest
                {
                    App = app,
                    Kind = RecordingKind.App,
                    Inputs = [log],
                    Release = ReleaseVersion.TryParse(release, out var version) ? version : null,
                    Threads = 1,
                },
                new RecordingStore(Path.Combine(_folder, "store")), new LoadProgress(), CancellationToken.None);
        }

        public async ValueTask DisposeAsync()
        {
            Http.Dispose();
            if (_app is not null) await _app.DisposeAsync();
            Directory.Delete(_folder, recursive: true);
        }
    }
}
