using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using ApiSnoop.Capturing;
using ApiSnoop.Recording;
using ApiSnoop.Tests.Recording;
using ApiSnoop.Web;
using ApiSnoop.Web.Access;
using ApiSnoop.Web.Capturing;
using Microsoft.AspNetCore.Builder;

namespace ApiSnoop.Tests.Capturing;

/// <summary>Who may see and do what beside a capture.</summary>
public sealed class AccessTests : IAsyncLifetime
{
    readonly TemporaryFolder _folder = new();
    CaptureDoor _door = null!;
    WebApplication _app = null!;
    HttpClient _http = null!;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _door = CaptureDoor.Open(
            new RecordingStore(_folder.Path), new CaptureOptions(), new CaptureListening { Url = "https://127.0.0.1:9443/audit" });
        _app = ApiSnoopServer.Build(new ServerOptions
        {
            Store = _folder.Path,
            Url = "http://127.0.0.1:0",
            Hosts = ["apisnoop.example"],
            Capture = _door,
        });
        await _app.StartAsync(Stop);
        _http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(_app.Urls.First()) };
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.StopAsync(Stop);
        await _app.DisposeAsync();
        _door.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task On_the_machine_itself_seeing_needs_no_token_and_under_another_name_it_does()
    {
        (await Get("/capture")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Get("/api/v1/capture")).StatusCode.ShouldBe(HttpStatusCode.OK);

        var asked = await Get("/capture", host: "apisnoop.example");
        asked.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        asked.Headers.WwwAuthenticate.ShouldHaveSingleItem().Scheme.ShouldBe("Basic");
        (await Get("/assets/site.css", host: "apisnoop.example")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await Get("/capture", "apisnoop.example", Bearer(AccessRole.View))).StatusCode.ShouldBe(HttpStatusCode.OK);
        var password = Convert.ToBase64String(Encoding.UTF8.GetBytes("me:" + _door.Tokens.Of(AccessRole.View)));
        (await Get("/capture", "apisnoop.example", new("Basic", password))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Get("/capture", "apisnoop.example", new("Bearer", _door.Tokens.Send))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData(AccessRole.None, 403, 403)]
    [InlineData(AccessRole.View, 403, 403)]
    [InlineData(AccessRole.Record, 200, 403)]
    [InlineData(AccessRole.Admin, 200, 404)]
    public async Task A_role_may_do_what_it_may_and_no_more(AccessRole role, int start, int remove)
    {
        using var question = new HttpRequestMessage(HttpMethod.Post, "/api/v1/capture/recordings");
        question.Content = JsonContent.Create(new StartQuestion("app"));
        question.Headers.Authorization = role == AccessRole.None ? null : Bearer(role);
        ((int)(await _http.SendAsync(question, Stop)).StatusCode).ShouldBe(start);

        using var removal = new HttpRequestMessage(HttpMethod.Delete, "/api/v1/capture/apps/nobody");
        removal.Headers.Authorization = question.Headers.Authorization;
        ((int)(await _http.SendAsync(removal, Stop)).StatusCode).ShouldBe(remove);
    }

    [Fact]
    public async Task A_form_needs_a_token_and_must_come_from_a_page_of_this_server()
    {
        var token = _door.Tokens.Of(AccessRole.Record);
        var own = _http.BaseAddress!.GetLeftPart(UriPartial.Authority);

        (await Submit(token, origin: null)).ShouldBe(HttpStatusCode.Forbidden);
        (await Submit(token, "http://evil.example")).ShouldBe(HttpStatusCode.Forbidden);
        (await Submit(_door.Tokens.Of(AccessRole.View), own)).ShouldBe(HttpStatusCode.Forbidden);
        (await Submit("", own)).ShouldBe(HttpStatusCode.Forbidden);
        _door.Capture.Running.ShouldBeEmpty();
        (await Submit(token, own)).ShouldBe(HttpStatusCode.Redirect);
        var running = _door.Capture.Running.ShouldHaveSingleItem();
        running.App.ShouldBe("shop <b>");
        running.Filters.ShouldHaveSingleItem().ShouldBe(new KeyValuePair<string, string>("namespace", "shop"));

        (await (await Get("/capture")).Content.ReadAsStringAsync(Stop)).ShouldNotContain("shop <b>");
        (await Get("/apps/shop%20%3Cb%3E")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("POST", "/")]
    [InlineData("POST", "/apps")]
    [InlineData("DELETE", "/capture")]
    [InlineData("PUT", "/api/v1/capture")]
    public async Task Nothing_else_can_be_written(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Authorization = Bearer(AccessRole.Admin);
        (await _http.SendAsync(request, Stop)).StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    AuthenticationHeaderValue Bearer(AccessRole role) => new("Bearer", _door.Tokens.Of(role));

    async Task<HttpResponseMessage> Get(string path, string? host = null, AuthenticationHeaderValue? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = host;
        request.Headers.Authorization = token;
        return await _http.SendAsync(request, Stop);
    }

    async Task<HttpStatusCode> Submit(string token, string? origin)
    {
        using var form = new HttpRequestMessage(HttpMethod.Post, "/capture/start");
        form.Content = new FormUrlEncodedContent(
            [new("app", "shop <b>"), new("namespace", "shop"), new("user-agent", ""), new("token", token)]);
        if (origin is not null) form.Headers.Add("Origin", origin);
        return (await _http.SendAsync(form, Stop)).StatusCode;
    }
}
