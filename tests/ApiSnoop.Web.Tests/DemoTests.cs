using System.Net;
using ApiSnoop.Loading;
using ApiSnoop.Recording;

namespace ApiSnoop.Web.Tests;

/// <summary>The pages over the bundled recordings of a real cluster.</summary>
public sealed class DemoTests
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_demo_shows_its_figures()
    {
        var logs = Find("data/demo");
        Assert.SkipWhen(logs is null, "the demo's logs are not here");
        var folder = Directory.CreateTempSubdirectory("apisnoop-demo-").FullName;
        var store = new RecordingStore(folder);
        Load(store, "e2e", Path.Combine(logs, "e2e-v1.20.2.log.gz"));
        Load(store, "demo-app", Path.Combine(logs, "demo-app-v1.20.2.log.gz"));
        await using var app = await RunningServer.Start(folder);
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        (await Text(http, "/e2e")).ShouldContain("277 / 862 tested");
        (await Text(http, "/e2e?deprecated=true")).ShouldContain("Test coverage of Kubernetes 1.20");
        (await Text(http, "/apps/demo-app")).ShouldContain("439 requests");
        (await Text(http, "/")).ShouldContain("277 / 862 tested");
        Directory.Delete(folder, recursive: true);
    }

    static async Task<string> Text(HttpClient http, string path)
    {
        var answer = await http.GetAsync(path, Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        return await answer.Content.ReadAsStringAsync(Stop);
    }

    static void Load(RecordingStore store, string app, string log) =>
        AuditLoad.Run(new LoadRequest { App = app, Inputs = [log] }, store, new LoadProgress(), Stop);

    static string? Find(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Directory.Exists(Path.Combine(folder.FullName, path))
                && File.Exists(Path.Combine(folder.FullName, path, "e2e-v1.20.2.log.gz")))
                return Path.Combine(folder.FullName, path);
        return null;
    }
}
