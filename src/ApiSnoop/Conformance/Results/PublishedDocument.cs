using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using ApiSnoop.Catalog;
using ApiSnoop.Catalog.OpenApi;

namespace ApiSnoop.Conformance.Results;

/// <summary>A result file as the original project published one for each release.</summary>
public sealed class PublishedDocument
{
    readonly List<PublishedEndpoint> _endpoints = [];
    readonly Dictionary<string, EndpointResult> _results = new(StringComparer.Ordinal);
    readonly ResultsOrigin _origin;

    PublishedDocument(JsonElement root, string name, string sha256)
    {
        Version = ReleaseVersion.TryParse(Text(root, "release"), out var version) ? version
            : throw new InvalidDataException($"{name}: its 'release' is '{Text(root, "release")}', which is no release");
        _origin = new(ResultsKind.Published, name, sha256, DateIn(Text(root, "release_date")))
        {
            Runs = root.TryGetProperty("sources", out var runs) ? [.. runs.EnumerateArray().Select(r => r.GetString() ?? "")] : [],
            Totals = TotalsOf(root),
        };
        foreach (var endpoint in root.GetProperty("endpoints").EnumerateArray()) Add(endpoint);
        ReadTests(root.GetProperty("tests"));
    }

    /// <summary>The release that it is about.</summary>
    public ReleaseVersion Version { get; }

    /// <summary>The tests that it lists; those without a name, which are clients outside of a test, are left out.</summary>
    public ImmutableArray<SeenTest> Tests { get; private set; } = [];

    /// <summary>What it knows of its conformance tests.</summary>
    public ImmutableArray<ConformanceTest> ConformanceTests { get; private set; } = [];

    /// <summary>Reads a document.</summary>
    /// <param name="json">The uncompressed bytes.</param>
    /// <param name="name">What to call it.</param>
    /// <param name="sha256">The hash of the bytes.</param>
    /// <exception cref="InvalidDataException">It is not such a document; the message says why.</exception>
    public static PublishedDocument Read(ReadOnlyMemory<byte> json, string name, string sha256)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return new(document.RootElement, name, sha256);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new InvalidDataException($"{name}: not a published result file: {e.Message}", e);
        }
    }

    /// <summary>The operations that it lists, as a release: for one that the catalog lacks. Deprecated ones are missing.</summary>
    public Release ToRelease() => new(
        Version.ToString(), Stability.Apply([.. _endpoints.Select(e => e.ToOperation())]),
        [new SourceDocument(_origin.Name, _origin.Sha256, _endpoints.Select(e => e.Path).Distinct().Count(), _endpoints.Count)]);

    /// <summary>The results.</summary>
    /// <param name="release">The release with its operations.</param>
    public TestResults ToResults(Release release) => new()
    {
        Release = release,
        Origin = _origin,
        Endpoints = _results.ToFrozenDictionary(StringComparer.Ordinal),
        Tests = Tests,
    };

    void Add(JsonElement endpoint)
    {
        var id = Text(endpoint, "endpoint");
        _endpoints.Add(new(id, Text(endpoint, "path"), Text(endpoint, "category"), Text(endpoint, "kind"), Text(endpoint, "action")));
        if (!endpoint.GetProperty("tested").GetBoolean()) return;
        // No test is written as a null, and a client outside of a test as an empty name.
        var names = endpoint.GetProperty("tests").EnumerateArray().Select(t => t.ValueKind == JsonValueKind.String ? t.GetString()! : "")
            .Where(t => t.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        _results[id] = new(endpoint.GetProperty("conf_tested").GetBoolean(), [.. names]);
    }

    void ReadTests(JsonElement tests)
    {
        var seen = new SortedDictionary<string, SeenTest>(StringComparer.Ordinal);
        var known = new List<ConformanceTest>();
        foreach (var test in tests.EnumerateArray())
        {
            var name = Text(test, "test");
            if (name.Length == 0) continue;
            var conformance = test.GetProperty("conformance_test").GetBoolean();
            seen[name] = new(name, conformance);
            if (conformance) known.Add(new(name, Text(test, "testname"), Text(test, "file"), ConformanceList.FirstRelease(
                Text(test, "promotion_release"))));
        }
        // What hits an endpoint ran, whether or not the list of tests has it.
        foreach (var name in _results.Values.SelectMany(r => r.Tests)) seen.TryAdd(name, new(name, false));
        (Tests, ConformanceTests) = ([.. seen.Values], [.. known]);
    }

    static PublishedTotals? TotalsOf(JsonElement root) => root.TryGetProperty("total conformance eligible endpoints", out _)
        ? new(
            Number(root, "total endpoints"), Number(root, "tested endpoints"), Number(root, "total conformance eligible endpoints"),
            Number(root, "tested conformance eligible endpoints"), Number(root, "new conformance eligible endpoints"),
            Number(root, "new tested conformance eligible endpoints"))
        : null;

    static int Number(JsonElement root, string name) => root.TryGetProperty(name, out var value) ? value.GetInt32() : 0;

    static string Text(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    static DateOnly? DateIn(string text) =>
        DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? DateOnly.FromDateTime(time) : null;
}
