using System.Net.Http.Headers;
using System.Text;
using ApiSnoop.Capturing;
using ApiSnoop.Capturing.Senders;
using ApiSnoop.Recording;
using ApiSnoop.Web.Access;
using ApiSnoop.Web.Capturing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Playwright;

namespace ApiSnoop.Web.Tests.Browser;

/// <summary>An app recorded by buttons, while an API server sends.</summary>
public sealed class CaptureTests(BrowserRun browser) : IAsyncLifetime
{
    readonly string _folder = Directory.CreateTempSubdirectory("apisnoop-capture-").FullName;
    CaptureDoor _door = null!;
    WebApplication _receiver = null!, _pages = null!;
    HttpClient _sender = null!;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _door = CaptureDoor.Open(
            new RecordingStore(_folder), new CaptureOptions(), new CaptureListening { Url = "https://127.0.0.1:0/audit" });
        _receiver = CaptureServer.Build(_door);
        _pages = ApiSnoopServer.Build(new ServerOptions { Store = _folder, Url = "http://127.0.0.1:0", Capture = _door });
        await _receiver.StartAsync(Stop);
        await _pages.StartAsync(Stop);
        _door.TellWhereToPost(CaptureServer.PortOf(_receiver));
        _sender = new HttpClient(new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = (_, shown, _, _) => shown?.Subject == "CN=APISnoop capture",
        });
        _sender.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _door.Tokens.Send);
    }

    public async ValueTask DisposeAsync()
    {
        _sender.Dispose();
        await _receiver.DisposeAsync();
        await _pages.StopAsync(CancellationToken.None);
        await _pages.DisposeAsync();
        _door.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public Task A_recording_is_started_grows_before_the_eyes_pauses_and_is_stopped() => browser.Visit(
        async visit =>
        {
            await visit.Go("/capture");
            await visit.Find("#start-app").FillAsync("shop");
            await visit.Find("#start-token").FillAsync(_door.Tokens.Of(AccessRole.Record));
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Start recording" }).ClickAsync();
            await visit.ShouldArriveAt("**/apps/shop");
            await Expect(visit.Find(".live")).ToContainTextAsync("recording");
            await visit.Page.EvaluateAsync("() => { window.sameDocument = true; }");

            await Send("/api/v1/nodes");
            await Expect(visit.Find("svg.chart .slices a[href*='listCoreV1Node']").First).ToBeVisibleAsync();
            await Send("/api/v1/pods");
            await Expect(Figure(visit)).ToHaveTextAsync("2");

            await visit.Find("[data-live-pause]").ClickAsync();
            await Send("/api/v1/secrets");
            while (_door.Capture.Store.Find("shop")?.Requests != 3) await Task.Delay(100, Stop);
            await Task.Delay(1500, Stop);
            await Expect(Figure(visit)).ToHaveTextAsync("2");
            await visit.Find("[data-live-pause]").ClickAsync();
            await Expect(Figure(visit)).ToHaveTextAsync("3");
            (await visit.Page.EvaluateAsync<bool>("() => window.sameDocument === true")).ShouldBeTrue();
            await EveryPageTests.Look(visit, "/apps/shop", 200);

            await visit.Go("/apps/shop");
            await visit.Page.GetByRole(AriaRole.Link, new() { Name = "only what comes from here on" }).ClickAsync();
            await visit.ShouldArriveAt("**since=**");
            await Send("/api/v1/services");
            await Expect(visit.Find("svg.chart .slices a[href*='listCoreV1ServiceForAllNamespaces']").First).ToBeVisibleAsync();
            await Expect(visit.Find("svg.chart .slices a[href*='listCoreV1Node']")).ToHaveCountAsync(0);
            await visit.Page.GetByRole(AriaRole.Link, new() { Name = "all of it" }).ClickAsync();
            await Expect(Figure(visit)).ToHaveTextAsync("4");

            await visit.Go("/capture");
            await Expect(visit.Find("[data-region=senders]")).ToContainTextAsync("127.0.0.1");
            await visit.Find("form[action='/capture/stop'] [name=token]").FillAsync(_door.Tokens.Of(AccessRole.Record));
            await visit.Find("form[action='/capture/stop'] [name=settle]").FillAsync("0");
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();
            await visit.ShouldArriveAt("**/apps/shop");
            await Expect(Figure(visit)).ToHaveTextAsync("4");
            await Expect(visit.Find(".live")).ToHaveCountAsync(0);
        },
        address: _pages.Urls.First());

    [Fact]
    public Task The_page_of_the_capture_is_whole_with_senders_refusals_and_recordings() => browser.Visit(
        async visit =>
        {
            await EveryPageTests.Look(visit, "/capture", 200);
            _door.Capture.Start("shop", [new("namespace", "shop")]);
            await Send("/api/v1/nodes");
            _door.Capture.Refuse(RefusalReason.DiskFull, "10.0.0.1", "no space is left");
            await EveryPageTests.Look(visit, "/capture", 200);
            await Expect(visit.Find("[data-region=trouble]")).ToContainTextAsync("no space is left");
        },
        address: _pages.Urls.First());

    [Fact]
    public Task The_page_of_the_capture_needs_no_script_and_fits_a_phone() => browser.Visit(
        async visit =>
        {
            await Send("/api/v1/nodes");
            await visit.Go("/capture");
            await Expect(visit.Find("[data-region=senders]")).ToContainTextAsync("127.0.0.1");
            (await visit.Find("html").BoundingBoxAsync())!.Width.ShouldBeLessThanOrEqualTo(390);
            await visit.Find("#start-app").FillAsync("shop");
            await visit.Find("#start-token").FillAsync(_door.Tokens.Of(AccessRole.Admin));
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Start recording" }).ClickAsync();
            await visit.ShouldArriveAt("**/apps/shop");
            await Expect(visit.Find(".live")).ToContainTextAsync("load the page again");
        },
        new BrowserNewContextOptions { JavaScriptEnabled = false, ViewportSize = new() { Width = 390, Height = 844 } },
        address: _pages.Urls.First());

    static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    static ILocator Figure(BrowserVisit visit) => visit.Find("[data-region=figures] b").First;

    async Task Send(string path)
    {
        var time = DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.ffffff'Z'", null);
        var batch = $$"""
            {"items":[{"auditID":"{{Guid.NewGuid()}}","stage":"ResponseComplete","requestURI":"{{path}}","verb":"list",
            "user":{"username":"u"},"userAgent":"shop/v1.30.0","responseStatus":{"code":200},
            "requestReceivedTimestamp":"{{time}}","stageTimestamp":"{{time}}"}]}
            """;
        using var content = new StringContent(batch, Encoding.UTF8, "application/json");
        using var answer = await _sender.PostAsync(new Uri(_door.PostUrl), content, Stop);
        answer.IsSuccessStatusCode.ShouldBeTrue();
    }
}
