using System.IO.Compression;
using System.Text.Json;
using ApiSnoop.Catalog;
using ApiSnoop.Catalog.OpenApi;

namespace ApiSnoop.Tests.Catalog;

/// <summary>
/// The original project's results and the OpenAPI documents, read with as little of the product as possible: from tests/data what every
/// checkout has, from the shared folder the files that it was made from.
/// </summary>
static class Published
{
    /// <summary>An endpoint of a release as it was published.</summary>
    /// <param name="Tested">Empty, <c>tested</c> or <c>conformance</c>.</param>
    public sealed record Endpoint(string Id, string Release, string Level, string Category, string Tested);

    static readonly Lazy<ILookup<string, Endpoint>> s_endpoints = new(() => Rows("tests/data/published/endpoints.tsv.gz")
        .ToLookup(c => c[1], c => new Endpoint(c[0], c[1], c[2], c[3], c[4])));

    static readonly Lazy<ILookup<string, string>> s_tests =
        new(() => Rows("tests/data/published/conformance-tests.tsv.gz").ToLookup(c => c[1], c => c[0]));

    /// <summary>The endpoints of a release.</summary>
    public static IReadOnlyList<Endpoint> Endpoints(ReleaseVersion release) => [.. s_endpoints.Value[release.ToString()]];

    /// <summary>The names of the conformance tests of a release.</summary>
    public static IReadOnlySet<string> ConformanceTests(ReleaseVersion release) => s_tests.Value[release.ToString()].ToHashSet();

    /// <summary>The endpoints of 1.36 that can have a conformance test, each with the release since which it has one.</summary>
    public static IReadOnlyDictionary<string, ReleaseVersion> Eligible =>
        Rows("tests/data/published/eligible.tsv.gz").ToDictionary(c => c[0], c => Version(c[1]));

    /// <summary>The cells of a table of the repository, without its head.</summary>
    public static IEnumerable<string[]> Rows(string file)
    {
        using var lines = new StreamReader(Unpacked(Repository.Path(file)));
        lines.ReadLine();
        while (lines.ReadLine() is { } line) yield return line.Split('\t');
    }

    /// <summary>A file of the shared folder whole.</summary>
    public static JsonElement Json(string file)
    {
        using var stream = Unpacked(SharedData.Path(file));
        return JsonDocument.Parse(stream).RootElement;
    }

    /// <summary>The documents of a release in a folder, the leading one first, as data/make-facts takes them.</summary>
    public static List<OpenApiDocument> Documents(ReleaseVersion release, string folder)
    {
        var files = Directory.GetFiles(folder, $"openapi3-v{release}.json*")
            .Concat(Directory.GetFiles(folder, $"swagger-v{release}.*json*"));
        if (release == new ReleaseVersion(1, 23)) files = files.Concat(Directory.GetFiles(folder, "swagger-v1.22.*json*"));
        return [.. files.Select(Read)];
    }

    public static ReleaseVersion Version(string text) =>
        ReleaseVersion.TryParse(text, out var version) ? version : throw new ArgumentException(text);

    static OpenApiDocument Read(string file)
    {
        using var stream = File.OpenRead(file);
        return OpenApiDocument.Read(stream, Path.GetFileName(file));
    }

    static Stream Unpacked(string file) => file.EndsWith(".gz", StringComparison.Ordinal)
        ? new GZipStream(File.OpenRead(file), CompressionMode.Decompress)
        : File.OpenRead(file);
}
