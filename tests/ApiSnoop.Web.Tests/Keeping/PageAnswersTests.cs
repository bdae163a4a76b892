using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using ApiSnoop.Capturing;
using ApiSnoop.Recording;
using ApiSnoop.Web.Access;
using ApiSnoop.Web.Capturing;
using ApiSnoop.Web.Keeping;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSnoop.Web.Tests.Keeping;

/// <summary>Who is served a page from memory, and who must not be.</summary>
public sealed class PageAnswersTests(RunningServer server) : IClassFixture<RunningServer>
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_that_many_ask_for_at_once_is_rendered_once_and_again_after_a_load()
    {
        await using var app = await RunningServer.Start(server.Store.Location);
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        var answers = app.Services.GetRequiredService<PageRenderer>();
        // The server asks itself for its home page as it starts.
        (await http.GetAsync("/", Stop)).EnsureSuccessStatusCode();
        var before = answers.Rendered;

        await Many();
        await Many();
        (answers.Rendered - before).ShouldBe(1);
        server.Load("once", AuditLines.Shop());
        await Many();
        (answers.Rendered - before).ShouldBe(2);
        server.Store.Remove("once");

        Task Many() => Task.WhenAll(Enumerable.Range(0, 20).Select(_ => http.GetByteArrayAsync("/e2e", Stop)));
    }

    [Fact]
    public async Task A_kept_page_comes_in_every_form_that_it_is_asked_for_in()
    {
        var plain = await Bytes("/e2e", "");
        foreach (var form in new[] { "br", "gzip", "br", "", "gzip" }) (await Bytes("/e2e", form)).ShouldBe(plain);
    }

    [Fact]
    public async Task Its_head_says_how_long_it_is_and_has_no_body()
    {
        var page = await server.Http.GetByteArrayAsync("/endpoints", Stop);
        using var answer = await Send("/endpoints", HttpMethod.Head);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentLength.ShouldBe(page.Length);
        (await answer.Content.ReadAsByteArrayAsync(Stop)).ShouldBeEmpty();
        answer.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_was_not_there_is_found_as_soon_as_it_is()
    {
        for (var i = 0; i < 2; i++)
        {
            using var missing = await Send("/apps/later", HttpMethod.Get);
            missing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
            missing.Headers.ETag.ShouldBeNull();
        }

        server.Load("later", AuditLines.Shop());
        using var found = await Send("/apps/later", HttpMethod.Get);
        found.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_page_that_writes_down_its_own_address_is_another_one_under_another_name()
    {
        var port = new Uri(server.Address).Port;
        foreach (var host in new[] { $"127.0.0.1:{port}", $"localhost:{port}", $"127.0.0.1:{port}" })
        {
            using var answer = await Send("/api", HttpMethod.Get, host);
            (await answer.Content.ReadAsStringAsync(Stop)).ShouldContain($"http://{host}/");
        }
    }

    [Fact]
    public async Task A_recording_whose_file_is_gone_is_told_and_is_shown_again_once_it_is_back()
    {
        server.Load("broken", AuditLines.Shop());
        var folder = Path.GetDirectoryName(server.Store.Open("broken")!.ParameterFile)!;
        var cube = Directory.GetFiles(folder, "cube-*").ShouldHaveSingleItem();
        var bytes = await File.ReadAllBytesAsync(cube, Stop);
        await File.WriteAllBytesAsync(cube, bytes.AsMemory(0, bytes.Length / 2), Stop);
        (await server.Http.GetAsync("/apps/broken", Stop)).StatusCode.ShouldNotBe(HttpStatusCode.OK);

        await File.WriteAllBytesAsync(cube, bytes, Stop);

        (await server.Http.GetAsync("/apps/broken", Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
        server.Store.Remove("broken");
    }

    [Fact]
    public async Task Nobody_is_served_what_was_rendered_for_somebody_with_a_token()
    {
        var folder = Directory.CreateTempSubdirectory("apisnoop-kept-").FullName;
        var door = CaptureDoor.Open(
            new RecordingStore(folder), new CaptureOptions(), new CaptureListening { Url = "https://127.0.0.1:9443/audit" });
        var app = ApiSnoopServer.Build(
            new ServerOptions { Store = folder, Url = "http://127.0.0.1:0", Hosts = ["apisnoop.example"], Capture = door });
        await app.StartAsync(Stop);
        using (var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) })
        {
            (await Ask(http, door.Tokens.Of(AccessRole.View))).ShouldBe(HttpStatusCode.OK);
            (await Ask(http, null)).ShouldBe(HttpStatusCode.Unauthorized);
            (await Ask(http, door.Tokens.Send)).ShouldBe(HttpStatusCode.Unauthorized);
        }

        await app.DisposeAsync();
        door.Dispose();
        Directory.Delete(folder, recursive: true);

        static async Task<HttpStatusCode> Ask(HttpClient http, string? token)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/apps") { Headers = { Host = "apisnoop.example" } };
            if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var answer = await http.SendAsync(request, Stop);
            return answer.StatusCode;
        }
    }

    async Task<HttpResponseMessage> Send(string path, HttpMethod method, string? host = null)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { Host = host } };
        return await server.Http.SendAsync(request, Stop);
    }

    async Task<byte[]> Bytes(string path, string form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (form.Length > 0) request.Headers.TryAddWithoutValidation("Accept-Encoding", form);
        using var answer = await server.Http.SendAsync(request, Stop);
        string.Join(' ', answer.Content.Headers.ContentEncoding).ShouldBe(form);
        answer.Headers.Vary.ShouldContain("Accept-Encoding");
        answer.Headers.CacheControl!.ToString().ShouldBe("no-cache, private");
        await using var sent = await answer.Content.ReadAsStreamAsync(Stop);
        await using Stream read = form switch
        {
            "br" => new BrotliStream(sent, CompressionMode.Decompress),
            "gzip" => new GZipStream(sent, CompressionMode.Decompress),
            _ => sent,
        };
        using var bytes = new MemoryStream();
        await read.CopyToAsync(bytes, Stop);
        return bytes.ToArray();
    }
}
