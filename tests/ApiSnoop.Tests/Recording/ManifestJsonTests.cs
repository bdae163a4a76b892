using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ApiSnoop.Recording;
using ApiSnoop.Recording.Store;

namespace ApiSnoop.Tests.Recording;

public class ManifestJsonTests
{
    static readonly JsonSerializerOptions s_plain = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    static readonly DateTimeOffset s_time = new(2026, 11, 23, 15, 12, 0, 492, TimeSpan.Zero);

    static readonly Manifest s_full = new()
    {
        Format = 1,
        App = "shop <ü> \"quoted\"",
        Kind = RecordingKind.Cluster,
        Release = "1.20",
        ReleaseEvidence = "kube-apiserver v1.20.2",
        About = "a shop",
        LoadedAt = s_time.AddTicks(7),
        ToolVersion = "0.1.0",
        Sources = [new("a.log", "ab12", 1, 2, s_time, null), new("b.log", "cd34", long.MaxValue, 4, null, s_time)],
        Filters = ["--namespace shop", "--user-agent \"\""],
        Notes = ["note"],
        Lines = 5,
        Events = 6,
        FilteredRequests = 7,
        RepeatedEvents = 8,
        BadLines = 9,
        BadLineSamples = [new("a.log", 10, "no JSON\n")],
        Requests = 11,
        MatchedRequests = 12,
        From = s_time,
        To = s_time.AddHours(1),
        OwnSpec = true,
        RequestFiles = ["requests-1.parquet", "requests-2.parquet"],
        CubeFile = "cube-1.parquet",
        SpecFile = "operations-1.tsv",
    };

    public static TheoryData<string> Manifests => [Written(s_full), Written(new Manifest { App = "", Release = "own.json" })];

    [Theory]
    [MemberData(nameof(Manifests))]
    public void A_manifest_is_written_and_read_as_a_serializer_would(string json)
    {
        var manifest = Read(json);
        JsonSerializer.Serialize(manifest, s_plain).ShouldBe(json);
        JsonSerializer.Serialize(JsonSerializer.Deserialize<Manifest>(json, s_plain), s_plain).ShouldBe(json);
    }

    [Fact]
    public void What_is_not_known_is_passed_over_and_what_is_missing_has_its_default()
    {
        var manifest = Read("""{ "app": "a", "release": "1.20", "mood": { "app": "b" } }""");
        Written(manifest).ShouldBe(Written(new Manifest { App = "a", Release = "1.20" }));
    }

    [Theory]
    [InlineData("e2e", RecordingKind.Run)]
    [InlineData("shop", RecordingKind.App)]
    public void A_manifest_from_before_there_were_kinds_is_a_run_by_its_name_alone(string app, RecordingKind kind) =>
        Read($$"""{ "app": "{{app}}", "release": "1.20" }""").Kind.ShouldBe(kind);

    [Theory]
    [InlineData("", "JSON")]
    [InlineData("null", "no facts")]
    [InlineData("[]", "no facts")]
    [InlineData("""{ "release": "1.20" }""", "\"app\"")]
    [InlineData("""{ "app": "a", "release": 1.20 }""", "\"release\" is not text")]
    [InlineData("""{ "app": "a", "release": "1.20", "lines": "5" }""", "\"lines\" is not a whole number")]
    [InlineData("""{ "app": "a", "release": "1.20", "format": 4294967297 }""", "\"format\" is not a whole number")]
    [InlineData("""{ "app": "a", "release": "1.20", "from": "yesterday" }""", "\"from\" is not a time")]
    [InlineData("""{ "app": "a", "release": "1.20", "kind": "zoo" }""", "\"kind\" is not app, run or cluster")]
    [InlineData("""{ "app": "a", "release": "1.20", "ownSpec": 1 }""", "\"ownSpec\" is not true or false")]
    [InlineData("""{ "app": "a", "release": "1.20", "notes": [null] }""", "\"notes\" is not a list of texts")]
    [InlineData("""{ "app": "a", "release": "1.20", "sources": {} }""", "\"sources\" is not a list")]
    [InlineData("""{ "app": "a", "release": "1.20", "sources": [1] }""", "\"sources\" is not a list of objects")]
    public void What_is_no_manifest_is_told_in_words(string json, string words) =>
        Should.Throw<JsonException>(() => Read(json)).Message.ShouldContain(words);

    static Manifest Read(string json) => ManifestJson.Read(Encoding.UTF8.GetBytes(json));

    static string Written(Manifest manifest)
    {
        using var stream = new MemoryStream();
        ManifestJson.Write(stream, manifest);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
