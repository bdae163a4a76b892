using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ApiSnoop.Web.Tests.Access;

/// <summary>An identity provider on this machine, with a key of its own. Its tokens are made by hand, as RFC 7519 has them.</summary>
sealed class LocalIssuer : IAsyncDisposable
{
    readonly RSA _key = RSA.Create(2048);
    readonly WebApplication _app;

    LocalIssuer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.MapGet("/.well-known/openid-configuration", () => Results.Json(new { issuer = Url, jwks_uri = Url + "/keys" }));
        _app.MapGet("/keys", () =>
        {
            var key = _key.ExportParameters(includePrivateParameters: false);
            var (n, e) = (Base64Url.EncodeToString(key.Modulus), Base64Url.EncodeToString(key.Exponent));
            return Results.Json(new { keys = new[] { new { kty = "RSA", use = "sig", kid = "one", n, e } } });
        });
    }

    public string Url => _app.Urls.First();

    public static async Task<LocalIssuer> Start()
    {
        var issuer = new LocalIssuer();
        await issuer._app.StartAsync();
        return issuer;
    }

    /// <summary>Claims that hold, for ten minutes.</summary>
    public Dictionary<string, object> Claims() => new()
    {
        ["iss"] = Url,
        ["aud"] = "apisnoop",
        ["sub"] = "7f3a",
        ["preferred_username"] = "ada",
        ["exp"] = DateTimeOffset.UtcNow.AddMinutes(10).ToUnixTimeSeconds(),
    };

    public string Sign(Dictionary<string, object> claims, RSA? key = null)
    {
        var signed = Part(new Dictionary<string, object> { ["alg"] = "RS256", ["typ"] = "JWT", ["kid"] = "one" }) + "." + Part(claims);
        return signed + "." + Base64Url.EncodeToString(
            (key ?? _key).SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    /// <summary>One that says it needs no signature.</summary>
    public static string Unsigned(Dictionary<string, object> claims) =>
        Part(new Dictionary<string, object> { ["alg"] = "none" }) + "." + Part(claims) + ".";

    /// <summary>One that is signed with what everybody knows: the public key as a secret.</summary>
    public string SignedWithPublicKey(Dictionary<string, object> claims)
    {
        var signed = Part(new Dictionary<string, object> { ["alg"] = "HS256", ["kid"] = "one" }) + "." + Part(claims);
        return signed + "." + Base64Url.EncodeToString(
            HMACSHA256.HashData(Encoding.ASCII.GetBytes(_key.ExportSubjectPublicKeyInfoPem()), Encoding.ASCII.GetBytes(signed)));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Dispose();
    }

    static string Part(Dictionary<string, object> json) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(json));
}
