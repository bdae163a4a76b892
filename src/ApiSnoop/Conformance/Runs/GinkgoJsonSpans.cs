using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace ApiSnoop.Conformance.Runs;

/// <summary>Finds when tests ran in the report that Ginkgo 2 writes with <c>--json-report</c>.</summary>
/// <remarks>Source: github.com/onsi/ginkgo/v2/types, Report and SpecReport.</remarks>
static class GinkgoJsonSpans
{
    /// <summary>Whether the file is such a report rather than a log that begins with a bracket.</summary>
    public static bool IsReport(ReadOnlySpan<byte> bytes) => bytes.IndexOf("\"SpecReports\""u8) >= 0;

    /// <exception cref="InvalidDataException">It is not valid JSON.</exception>
    public static TestSpans Read(byte[] bytes, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            var specs = document.RootElement.EnumerateArray().SelectMany(SpecsOf);
            return new([.. specs.Select(SpanOf).OfType<TestSpan>()], $"Ginkgo's report {name}");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"{name} is no report of Ginkgo: {e.Message}", e);
        }
    }

    static IEnumerable<JsonElement> SpecsOf(JsonElement report) =>
        report.TryGetProperty("SpecReports", out var specs) && specs.ValueKind == JsonValueKind.Array ? specs.EnumerateArray() : [];

    /// <summary>When a spec ran; null for set-up and tear-down of the suite, and for what was skipped.</summary>
    static TestSpan? SpanOf(JsonElement spec)
    {
        if (Text(spec, "LeafNodeType") != "It" || Text(spec, "State") is "skipped" or "pending") return null;
        if (TimeOf(spec, "StartTime") is not { } start || TimeOf(spec, "EndTime") is not { } end || end < start) return null;
        var texts = spec.TryGetProperty("ContainerHierarchyTexts", out var above) && above.ValueKind == JsonValueKind.Array
            ? above.EnumerateArray().Select(t => t.GetString() ?? "").ToImmutableArray()
            : [];
        return new(string.Join(' ', [.. texts, Text(spec, "LeafNodeText")]), start, end);
    }

    static string Text(JsonElement spec, string name) =>
        spec.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";

    static DateTimeOffset? TimeOf(JsonElement spec, string name) =>
        DateTimeOffset.TryParse(Text(spec, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
        && time.Year > 1 ? time : null;
}
