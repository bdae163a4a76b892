using System.IO.Compression;
using System.Text.Json;
using ApiSnoop.Catalog;
using ApiSnoop.Catalog.OpenApi;

namespace ApiSnoop.Tests.Catalog;

/// <summary>The original project's result files and the documents, read with as little of the product as possible.</summary>
static class Published
{
    public static JsonElement Results(ReleaseVersion release) => Json($"published/{release}.0.json.gz");

    public static JsonElement Json(string file)
    {
        using var stream = File.OpenRead(SharedData.Path(file));
        using var plain = file.EndsWith(".gz", StringComparison.Ordinal)
            ? (Stream)new GZipStream(stream, CompressionMode.Decompress)
            : stream;
        return JsonDocument.Parse(plain).RootElement;
    }

    public static HashSet<string> Endpoints(ReleaseVersion release) => Results(release).GetProperty("endpoints")
        .EnumerateArray().Select(e => e.GetProperty("endpoint").GetString()!).ToHashSet();

    /// <summary>The documents of a release, the leading one first, as data/make-facts takes them.</summary>
    public static List<OpenApiDocument> Documents(ReleaseVersion release)
    {
        var specs = SharedData.Path("specs");
        var files = Directory.GetFiles(specs, $"openapi3-v{release}.json*").Concat(Directory.GetFiles(specs, $"swagger-v{release}.*json*"));
        if (release == new ReleaseVersion(1, 23)) files = files.Concat(Directory.GetFiles(specs, "swagger-v1.22.*json*"));
        return [.. files.Select(Read)];
    }

    public static ReleaseVersion Version(string text) =>
        ReleaseVersion.TryParse(text, out var version) ? version : throw new ArgumentException(text);

    static OpenApiDocument Read(string file)
    {
        using var stream = File.OpenRead(file);
        return OpenApiDocument.Read(stream, Path.GetFileName(file));
    }
}
