using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace ApiSnoop.Web.Hosting;

/// <summary>The style sheet, the script and the icon, served from inside the assembly under names that carry their hash.</summary>
internal static class EmbeddedAssets
{
    const string Prefix = "wwwroot/";

    sealed record Asset(byte[] Bytes, string ContentType, string Hash);

    static readonly Lazy<FrozenDictionary<string, Asset>> s_assets = new(Read);

    /// <summary>The address of an asset; it changes when the asset does, so that browsers may keep it for ever.</summary>
    public static string Address(string name) => $"/assets/{name}?v={s_assets.Value[name].Hash}";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/assets/{**name}", (string name, HttpContext context) =>
    {
        if (!s_assets.Value.TryGetValue(name, out var asset)) return Results.NotFound();
        var known = context.Request.Query["v"] == asset.Hash;
        context.Response.Headers.CacheControl = known ? "public, max-age=31536000, immutable" : "no-cache";
        return Results.Bytes(asset.Bytes, asset.ContentType, entityTag: new EntityTagHeaderValue($"\"{asset.Hash}\""));
    });

    static FrozenDictionary<string, Asset> Read()
    {
        var assembly = typeof(EmbeddedAssets).Assembly;
        return assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(n => n[Prefix.Length..].Replace('\\', '/'), n =>
            {
                using var stream = assembly.GetManifestResourceStream(n)!;
                var bytes = new byte[stream.Length];
                stream.ReadExactly(bytes);
                return new Asset(bytes, TypeOf(n), Convert.ToHexStringLower(SHA256.HashData(bytes))[..12]);
            }, StringComparer.Ordinal);
    }

    static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".png" => "image/png",
        _ => "application/octet-stream",
    };
}
