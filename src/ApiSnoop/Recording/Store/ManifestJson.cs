using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace ApiSnoop.Recording.Store;

/// <summary>
/// Manifests as JSON, property by property: a serializer's generic code is compiled at run time, which costs a small load
/// a tenth of its time.
/// </summary>
internal static class ManifestJson
{
    /// <summary>Reads a manifest; what it does not know is passed over, what is not there has its default.</summary>
    /// <exception cref="JsonException">It is not JSON, or not a manifest's.</exception>
    public static Manifest Read(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var facts = document.RootElement;
        if (facts.ValueKind != JsonValueKind.Object) throw new JsonException("it holds no facts");
        var manifest = new Manifest
        {
            Format = Number(facts, "format", Manifest.CurrentFormat) is >= 0 and <= int.MaxValue and var format
                ? (int)format
                : throw Wrong("format", "a whole number"),
            App = Required(facts, "app"),
            Release = Required(facts, "release"),
            ReleaseEvidence = Text(facts, "releaseEvidence"),
            About = Text(facts, "about"),
            LoadedAt = Time(facts, "loadedAt") ?? default,
            ToolVersion = Text(facts, "toolVersion"),
            Sources = List(facts, "sources", Source),
            Filters = Texts(facts, "filters"),
            TestPattern = Text(facts, "testPattern"),
            TimedTests = List(facts, "timedTests", Timed),
            Notes = Texts(facts, "notes"),
            Lines = Number(facts, "lines"),
            Events = Number(facts, "events"),
            FilteredRequests = Number(facts, "filteredRequests"),
            RepeatedEvents = Number(facts, "repeatedEvents"),
            BadLines = Number(facts, "badLines"),
            BadLineSamples = List(facts, "badLineSamples", Bad),
            Requests = Number(facts, "requests"),
            MatchedRequests = Number(facts, "matchedRequests"),
            UntimedRequests = Number(facts, "untimedRequests"),
            From = Time(facts, "from"),
            To = Time(facts, "to"),
            OwnSpec = Truth(facts, "ownSpec"),
            Share = Text(facts, "share"),
            RequestFiles = Texts(facts, "requestFiles"),
            CubeFile = Text(facts, "cubeFile"),
            ParameterFile = Text(facts, "parameterFile"),
            SpecFile = Text(facts, "specFile"),
        };
        return KindOf(facts) is { } kind ? manifest with { Kind = kind } : manifest;
    }

    /// <summary>Writes a manifest, indented for those who look into the store.</summary>
    public static void Write(Stream stream, Manifest manifest)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteNumber("format", manifest.Format);
        json.WriteString("app", manifest.App);
        json.WriteString("kind", manifest.Kind.Text());
        json.WriteString("release", manifest.Release);
        json.WriteString("releaseEvidence", manifest.ReleaseEvidence);
        json.WriteString("about", manifest.About);
        json.WriteString("loadedAt", manifest.LoadedAt);
        json.WriteString("toolVersion", manifest.ToolVersion);
        json.WriteStartArray("sources");
        foreach (var source in manifest.Sources) Write(json, source);
        json.WriteEndArray();
        Write(json, "filters", manifest.Filters);
        json.WriteString("testPattern", manifest.TestPattern);
        json.WriteStartArray("timedTests");
        foreach (var test in manifest.TimedTests) Write(json, test);
        json.WriteEndArray();
        Write(json, "notes", manifest.Notes);
        json.WriteNumber("lines", manifest.Lines);
        json.WriteNumber("events", manifest.Events);
        json.WriteNumber("filteredRequests", manifest.FilteredRequests);
        json.WriteNumber("repeatedEvents", manifest.RepeatedEvents);
        json.WriteNumber("badLines", manifest.BadLines);
        json.WriteStartArray("badLineSamples");
        foreach (var bad in manifest.BadLineSamples) Write(json, bad);
        json.WriteEndArray();
        json.WriteNumber("requests", manifest.Requests);
        json.WriteNumber("matchedRequests", manifest.MatchedRequests);
        json.WriteNumber("untimedRequests", manifest.UntimedRequests);
        Write(json, "from", manifest.From);
        Write(json, "to", manifest.To);
        json.WriteBoolean("ownSpec", manifest.OwnSpec);
        json.WriteString("share", manifest.Share);
        Write(json, "requestFiles", manifest.RequestFiles);
        json.WriteString("cubeFile", manifest.CubeFile);
        json.WriteString("parameterFile", manifest.ParameterFile);
        json.WriteString("specFile", manifest.SpecFile);
        json.WriteEndObject();
    }

    /// <summary>The kind, or null in a manifest from before there were kinds.</summary>
    static RecordingKind? KindOf(JsonElement facts) =>
        !facts.TryGetProperty("kind", out _) ? null
        : RecordingKinds.Parse(Text(facts, "kind")) ?? throw Wrong("kind", "app, run or cluster");

    static SourceFile Source(JsonElement source) => new(
        Text(source, "name"), Text(source, "sha256"), Number(source, "bytes"), Number(source, "events"), Time(source, "from"),
            Time(source, "to"), Text(source, "filters"));

    static void Write(Utf8JsonWriter json, SourceFile source)
    {
        json.WriteStartObject();
        json.WriteString("name", source.Name);
        json.WriteString("sha256", source.Sha256);
        json.WriteNumber("bytes", source.Bytes);
        json.WriteNumber("events", source.Events);
        Write(json, "from", source.From);
        Write(json, "to", source.To);
        json.WriteString("filters", source.Filters);
        json.WriteEndObject();
    }

    static TimedTest Timed(JsonElement test) => new(
        Text(test, "name"), Time(test, "from") ?? default, Time(test, "to") ?? default, Number(test, "requests"), Number(test, "others"));

    static void Write(Utf8JsonWriter json, TimedTest test)
    {
        json.WriteStartObject();
        json.WriteString("name", test.Name);
        json.WriteString("from", test.From);
        json.WriteString("to", test.To);
        json.WriteNumber("requests", test.Requests);
        json.WriteNumber("others", test.Others);
        json.WriteEndObject();
    }

    static BadLine Bad(JsonElement bad) => new(Text(bad, "file"), Number(bad, "line"), Text(bad, "reason"));

    static void Write(Utf8JsonWriter json, BadLine bad)
    {
        json.WriteStartObject();
        json.WriteString("file", bad.File);
        json.WriteNumber("line", bad.Line);
        json.WriteString("reason", bad.Reason);
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } known) json.WriteString(name, known);
        else json.WriteNull(name);
    }

    static void Write(Utf8JsonWriter json, string name, ImmutableArray<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    static string Required(JsonElement facts, string name) =>
        facts.TryGetProperty(name, out _) ? Text(facts, name) : throw new JsonException($"it lacks \"{name}\"");

    static string Text(JsonElement facts, string name)
    {
        if (!facts.TryGetProperty(name, out var value)) return "";
        return value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Wrong(name, "text");
    }

    static long Number(JsonElement facts, string name, long missing = 0)
    {
        if (!facts.TryGetProperty(name, out var value)) return missing;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : throw Wrong(name, "a whole number");
    }

    static bool Truth(JsonElement facts, string name)
    {
        if (!facts.TryGetProperty(name, out var value)) return false;
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Wrong(name, "true or false");
    }

    static DateTimeOffset? Time(JsonElement facts, string name)
    {
        if (!facts.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        return value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out var time) ? time : throw Wrong(name, "a time");
    }

    static ImmutableArray<string> Texts(JsonElement facts, string name) =>
        List(facts, name, JsonValueKind.String, "a list of texts", text => text.GetString()!);

    static ImmutableArray<T> List<T>(JsonElement facts, string name, Func<JsonElement, T> read)
        where T : class => List(facts, name, JsonValueKind.Object, "a list of objects", read);

    static ImmutableArray<T> List<T>(JsonElement facts, string name, JsonValueKind kind, string what, Func<JsonElement, T> read)
        where T : class
    {
        if (!facts.TryGetProperty(name, out var list)) return [];
        if (list.ValueKind != JsonValueKind.Array) throw Wrong(name, what);
        var items = new T[list.GetArrayLength()];
        for (var i = 0; i < items.Length; i++) items[i] = list[i].ValueKind == kind ? read(list[i]) : throw Wrong(name, what);
        return ImmutableCollectionsMarshal.AsImmutableArray(items);
    }

    static JsonException Wrong(string name, string kind) => new($"\"{name}\" is not {kind}");
}
