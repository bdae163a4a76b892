using System.Net;
using ApiSnoop.Recording;
using ApiSnoop.Recording.ClickHouse;
using ApiSnoop.Recording.Sharing;
using ApiSnoop.Reports;
using ApiSnoop.Tests.CommandLine;
using ApiSnoop.Web;

namespace ApiSnoop.Tests.ClickHouse;

/// <summary>The demo's recordings in a folder and in ClickHouse.</summary>
public sealed class TwoStores : IDisposable
{
    readonly ChDbServer _server = new();

    public Apisnoop Apisnoop { get; } = new();

    /// <summary>The folder, as counts only.</summary>
    public string Folder => Path.Combine(Apisnoop.Folder, "counts");

    /// <summary>The address in ClickHouse.</summary>
    public string ClickHouse { get; private set; } = "";

    /// <summary>Makes both, once.</summary>
    public void Make()
    {
        if (ClickHouse.Length > 0) return;
        var address = _server.Store("apisnoop");
        new StoreCare(address).Init();
        Apisnoop.Run("demo", "--load-only").ShouldSatisfyAllConditions(r => r.Code.ShouldBe(0, r.Error));
        var logs = Repository.Path("tests/data/logs/app-kubectl-v1.20.2-metadata.log.gz");
        Apisnoop.Run("load-audit", logs, "east/cluster", "--kind", "cluster").ShouldSatisfyAllConditions(r => r.Code.ShouldBe(0, r.Error));
        var loaded = new RecordingStore(Path.Combine(Apisnoop.Folder, "store"));
        RecordingStore[] stores = [new(Folder), RecordingStore.At(address)];
        foreach (var manifest in loaded.Manifests())
            foreach (var store in stores)
                SentRecording.Send(loaded, manifest.App, store, manifest.App, countsOnly: true);
        ClickHouse = address;
    }

    public void Dispose()
    {
        _server.Dispose();
        Apisnoop.Dispose();
    }
}

/// <summary>Who asks does not see where the recordings are.</summary>
public sealed class SameBytesTests(TwoStores stores) : IClassFixture<TwoStores>
{
    static readonly string[] s_pages =
    [
        "/", "/apps", "/e2e", "/apps/demo-app", "/apps/east%2Fcluster", "/apps/%2A~2Fcluster", "/endpoints",
        "/endpoints/listCoreV1NamespacedPod", "/untested", "/popularity", "/tests", "/user-agents", "/unmatched", "/conformance",
        "/compare?left=demo-app&right=e2e", "/certification",
        "/certification/demo-app", "/discover?app=demo-app", "/e2e?user-agent=e2e*", "/api/v1/apps", "/api/v1/endpoints",
        "/export/endpoints.csv", "/export/coverage-spreadsheet.json",
    ];

    public static TheoryData<string> ExporterNames => [.. Exporters.All.Select(e => e.Name)];

    [Theory]
    [MemberData(nameof(ExporterNames))]
    public void An_export_has_the_same_bytes(string exporter) => Same("export-data", exporter, "-");

    [Theory]
    [InlineData("apps", "--output", "json")]
    [InlineData("certify", "demo-app", "--output", "json")]
    [InlineData("certify", "demo-app", "--target", "1.25")]
    [InlineData("upgrade-risk", "east/cluster", "--target", "1.25", "--output", "csv")]
    [InlineData("matrix")]
    [InlineData("report", "demo-app")]
    [InlineData("gate", "1.20")]
    [InlineData("discover", "demo-app")]
    [InlineData("export-data", "endpoints", "-", "--level", "beta")]
    [InlineData("sql", "select app, endpoint, test, sum(requests) from request_counts group by all order by all")]
    [InlineData("sql", "from untested_stable_endpoint order by all")]
    [InlineData("sql", "select count(*) from audit_event")]
    public void A_command_answers_the_same(params string[] command) => Same(command);

    [Fact]
    public async Task Every_page_has_the_same_bytes()
    {
        stores.Make();
        await using var folder = await Start(stores.Folder);
        await using var clickHouse = await Start(stores.ClickHouse);
        using var http = new HttpClient();
        foreach (var page in s_pages)
        {
            var (code, text) = await Ask(http, folder.Urls.First(), page);
            var (sameCode, sameText) = await Ask(http, clickHouse.Urls.First(), page);

            sameCode.ShouldBe(code, page);
            sameText.ShouldBe(text, page);
        }
    }

    [Fact]
    public void Loading_into_it_and_removing_says_the_same_as_with_a_folder()
    {
        stores.Make();
        var log = Repository.Path("tests/data/logs/app-node-client-0.22-requestresponse.log.gz");
        string[][] commands =
        [
            ["load-audit", log, "node", "--release", "1.20"], ["set-kind", "node", "run"], ["remove-audit", "node"],
            ["remove-audit", "node"], ["certify", "node"],
        ];
        foreach (var command in commands) Same(command);
    }

    /// <summary>What a server answers; its own address, which pages name, is the same for all.</summary>
    static async Task<(HttpStatusCode Code, string Text)> Ask(HttpClient http, string server, string page)
    {
        using var answer = await http.GetAsync(server + page, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (answer.StatusCode, text.Replace(server, "SERVER", StringComparison.Ordinal));
    }

    static async Task<Microsoft.AspNetCore.Builder.WebApplication> Start(string store)
    {
        var app = ApiSnoopServer.Build(new ServerOptions { Store = store, Url = "http://127.0.0.1:0", Version = "test" });
        await app.StartAsync();
        return app;
    }

    void Same(params string[] command)
    {
        stores.Make();
        var folder = stores.Apisnoop.Run([.. command, "--store", stores.Folder]);
        var clickHouse = stores.Apisnoop.Run([.. command, "--store", stores.ClickHouse]);

        clickHouse.Code.ShouldBe(folder.Code, clickHouse.Error);
        clickHouse.Out.ShouldBe(folder.Out);
    }
}
