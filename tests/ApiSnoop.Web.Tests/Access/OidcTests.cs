using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ApiSnoop.Web.Access;
using ApiSnoop.Web.Capturing;
using ApiSnoop.Web.Tests.Monitoring;

namespace ApiSnoop.Web.Tests.Access;

/// <summary>Whom tokens of an identity provider let do what, and that every write is told.</summary>
public sealed class OidcTests : IAsyncLifetime
{
    readonly SaidLog _said = new();
    LocalIssuer _issuer = null!;
    CapturingServer _server = null!;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    string WriteLog => Path.Combine(_server.Folder, "writes.jsonl");

    public async ValueTask InitializeAsync()
    {
        _issuer = await LocalIssuer.Start();
        _server = await CapturingServer.Start((_, options) => options with
        {
            Access = options.Access! with
            {
                Oidc = new OidcOptions(
                    _issuer.Url, "apisnoop", [ClaimRule.Parse("record=groups=testers")!, ClaimRule.Parse("admin=groups=platform")!]),
            },
        }, log: _said);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Fact]
    public async Task A_token_that_holds_lets_see_as_bearer_and_as_password()
    {
        var token = _issuer.Sign(_issuer.Claims());

        (await Get("/apps", new("Bearer", token))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Get("/metrics", new("Bearer", token))).StatusCode.ShouldBe(HttpStatusCode.OK);
        var password = Convert.ToBase64String(Encoding.UTF8.GetBytes("me:" + token));
        (await Get("/apps", new("Basic", password))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Get("/apps", new("Bearer", _server.Door.Tokens.Of(AccessRole.View)))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("another audience", "IDX10214")]
    [InlineData("expired", "IDX10223")]
    [InlineData("not yet", "IDX10222")]
    [InlineData("without an end", "IDX10225")]
    [InlineData("another issuer", "IDX10205")]
    [InlineData("no signature", "IDX105")]
    [InlineData("signed with the public key", "IDX105")]
    [InlineData("signed with another key", "IDX105")]
    [InlineData("changed", "IDX105")]
    public async Task One_that_does_not_hold_is_refused_and_only_the_log_says_why(string what, string reason)
    {
        var claims = _issuer.Claims();
        using var other = RSA.Create(2048);
        var now = DateTimeOffset.UtcNow;
        var token = what switch
        {
            "another audience" => _issuer.Sign(new(claims) { ["aud"] = "shop" }),
            "expired" => _issuer.Sign(new(claims) { ["exp"] = now.AddMinutes(-2).ToUnixTimeSeconds() }),
            "not yet" => _issuer.Sign(new(claims) { ["nbf"] = now.AddMinutes(5).ToUnixTimeSeconds() }),
            "without an end" => _issuer.Sign(claims.Where(c => c.Key != "exp").ToDictionary()),
            "another issuer" => _issuer.Sign(new(claims) { ["iss"] = "https://id.example.org" }),
            "no signature" => LocalIssuer.Unsigned(claims),
            "signed with the public key" => _issuer.SignedWithPublicKey(claims),
            "signed with another key" => _issuer.Sign(claims, other),
            _ => With(_issuer.Sign(new(claims) { ["groups"] = "platform" }), signatureOf: _issuer.Sign(claims)),
        };
        // Even on the machine itself, where nothing needs to be shown.
        foreach (var host in (string?[])[null, "apisnoop.example"])
        {
            using var answer = await Get("/apps", new("Bearer", token), host);
            answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, what);
            var words = await answer.Content.ReadAsStringAsync(Stop);
            words.ShouldNotContain("IDX");
            words.ShouldNotContain(token.Split('.')[1]);
        }

        _said.Lines.Where(l => l.Contains("is refused", StringComparison.Ordinal)).ShouldAllBe(l => l.Contains(reason));
        _said.Lines.Count(l => l.Contains("is refused", StringComparison.Ordinal)).ShouldBe(2);
        _said.Lines.ShouldNotContain(l => l.Contains(token.Split('.')[1], StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", 403, 403)]
    [InlineData("testers", 200, 403)]
    [InlineData("platform", 200, 404)]
    public async Task Claims_give_roles(string group, int start, int remove)
    {
        var token = _issuer.Sign(new(_issuer.Claims()) { ["groups"] = new[] { "everybody", group } });

        ((int)(await Begin("shop", token)).StatusCode).ShouldBe(start);
        using var removal = new HttpRequestMessage(HttpMethod.Delete, "/api/v1/capture/apps/nobody");
        removal.Headers.Authorization = new("Bearer", token);
        ((int)(await _server.Http.SendAsync(removal, Stop)).StatusCode).ShouldBe(remove);
    }

    [Fact]
    public async Task Every_write_is_told_with_who_what_from_where_and_outcome_and_never_a_token()
    {
        var ours = _server.Door.Tokens.Of(AccessRole.Record);
        var signed = _issuer.Sign(new(_issuer.Claims()) { ["groups"] = "platform" });
        await Begin("shop", ours);
        await Begin("shop", signed);
        await Begin("cart", null);
        await Begin("cart", "a-token-that-nobody-knows");
        using (var removal = new HttpRequestMessage(HttpMethod.Delete, "/api/v1/capture/apps/a~2Fb"))
        {
            removal.Headers.Authorization = new("Bearer", signed);
            (await _server.Http.SendAsync(removal, Stop)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }

        using (var form = new HttpRequestMessage(HttpMethod.Post, "/capture/start"))
        {
            form.Content = new FormUrlEncodedContent([new("app", "web"), new("token", ours)]);
            form.Headers.Add("Origin", _server.Http.BaseAddress!.GetLeftPart(UriPartial.Authority));
            await _server.Http.SendAsync(form, Stop);
        }

        (await Get("/apps", new("Bearer", signed))).Dispose();
        var text = await File.ReadAllTextAsync(WriteLog, Stop);
        var told = text.TrimEnd('\n').Split('\n').Select(l => JsonSerializer.Deserialize<Told>(l, JsonSerializerOptions.Web)!).ToList();

        told.Select(t => (t.What, t.App, t.Role, t.Status, t.Done)).ShouldBe(
        [
            ("begin a recording", "shop", "record", 200, true),
            ("begin a recording", "shop", "admin", 409, false),
            ("begin a recording", "cart", "view", 403, false),
            ("begin a recording", "", "none", 401, false),
            ("remove an app", "a/b", "admin", 404, false),
            ("begin a recording", "web", "record", 302, true),
        ]);
        told[0].Who.ShouldBe("token record");
        told[1].Who.ShouldBe($"ada by {_issuer.Url}");
        told[2].Who.ShouldBe("nobody, on this machine");
        told.ShouldAllBe(t => t.From == "127.0.0.1" && t.Time > DateTimeOffset.UtcNow.AddMinutes(-5));
        foreach (var secret in (string[])[ours, signed, signed.Split('.')[2], "a-token-that-nobody-knows"]) text.ShouldNotContain(secret);
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(WriteLog).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Theory]
    [InlineData("record=groups=a=b", "groups", "a=b")]
    [InlineData("VIEW=https://example.org/roles=*", "https://example.org/roles", "*")]
    [InlineData("none=groups=a", null, null)]
    [InlineData("send=groups=a", null, null)]
    [InlineData("view=groups", null, null)]
    public void A_rule_is_role_claim_and_value(string text, string? claim, string? value)
    {
        var rule = ClaimRule.Parse(text);

        (rule?.Claim, rule?.Value).ShouldBe((claim, value));
    }

    [Fact]
    public async Task Where_a_rule_says_who_may_see_others_do_not()
    {
        await using var strict = await CapturingServer.Start((_, options) => options with
        {
            Access = options.Access! with { Oidc = new OidcOptions(_issuer.Url, "apisnoop", [ClaimRule.Parse("view=groups=platform")!]) },
        });
        async Task<HttpStatusCode> See(string group)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/apps");
            request.Headers.Authorization = new("Bearer", _issuer.Sign(new(_issuer.Claims()) { ["groups"] = group }));
            using var answer = await strict.Http.SendAsync(request, Stop);
            return answer.StatusCode;
        }

        (await See("platform")).ShouldBe(HttpStatusCode.OK);
        (await See("sales")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    async Task<HttpResponseMessage> Begin(string app, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/capture/recordings");
        request.Content = JsonContent.Create(new StartQuestion(app));
        request.Headers.Authorization = token is null ? null : new("Bearer", token);
        return await _server.Http.SendAsync(request, Stop);
    }

    async Task<HttpResponseMessage> Get(string path, AuthenticationHeaderValue? token, string? host = "apisnoop.example")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = host;
        request.Headers.Authorization = token;
        return await _server.Http.SendAsync(request, Stop);
    }

    static string With(string token, string signatureOf) =>
        token[..token.LastIndexOf('.')] + signatureOf[signatureOf.LastIndexOf('.')..];

    sealed record Told(
        DateTimeOffset Time, string Who, string Role, string What, string App, string From, string ForwardedFor, bool Done, int Status);
}
