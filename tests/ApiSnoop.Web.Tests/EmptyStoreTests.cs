using System.Net;

namespace ApiSnoop.Web.Tests;

public sealed class EmptyStoreTests
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_any_recording_pages_say_how_to_get_one()
    {
        var folder = Directory.CreateTempSubdirectory("apisnoop-empty-").FullName;
        await using var app = await RunningServer.Start(folder);
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        foreach (var path in new[] { "/", "/e2e", "/apps", "/compare" })
        {
            var answer = await http.GetAsync(path, Stop);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            (await answer.Content.ReadAsStringAsync(Stop)).ShouldContain("./apisnoop load-audit");
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_damaged_recording_is_shown_and_the_others_still_work()
    {
        var server = new RunningServer();
        await server.InitializeAsync();
        await using (server)
        {
            server.Load("broken", AuditLines.Shop());
            var folder = Directory.GetDirectories(Path.Combine(server.Store.Location, "apps"), "broken*").ShouldHaveSingleItem();
            foreach (var cube in Directory.GetFiles(folder, "cube-*")) await File.WriteAllTextAsync(cube, "damage", Stop);
            foreach (var path in new[] { "/apps/broken", "/endpoints", "/endpoints?format=csv" })
            {
                var failed = await server.Http.GetAsync(path, Stop);
                failed.StatusCode.ShouldBe(HttpStatusCode.InternalServerError, path);
                failed.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem().ShouldContain("default-src 'none'");
                (await failed.Content.ReadAsStringAsync(Stop)).ShouldContain("the cube of &quot;broken&quot; is damaged");
            }

            foreach (var path in new[] { "/", "/apps" })
            {
                var answer = await server.Http.GetAsync(path, Stop);
                answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
                (await answer.Content.ReadAsStringAsync(Stop)).ShouldContain("The recording of broken cannot be read");
            }

            await File.WriteAllTextAsync(Path.Combine(folder, "manifest.json"), "{", Stop);
            (await server.Http.GetAsync("/", Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }
}
