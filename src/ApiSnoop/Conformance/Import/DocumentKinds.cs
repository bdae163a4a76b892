using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ApiSnoop.Conformance.Import;

/// <summary>Tells what a document is.</summary>
static partial class DocumentKinds
{
    /// <summary>What the bytes are.</summary>
    /// <exception cref="InvalidDataException">They are something that cannot be used; the message says what, and what to do.</exception>
    public static DocumentKind Tell(string name, ReadOnlyMemory<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes.Span).TrimStart('\uFEFF', ' ', '\n', '\r', '\t');
        return text switch
        {
            "" => throw new InvalidDataException($"{name}: the file is empty"),
            ['{' or '[', ..] when Json(name, bytes) is { } kind => kind,
            _ => OfLines(name, text),
        };
    }

    static DocumentKind? Json(string name, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes, new() { MaxDepth = 1000 });
            return json.RootElement.ValueKind switch
            {
                JsonValueKind.Object when Has(json.RootElement, "endpoints") => DocumentKind.PublishedResults,
                JsonValueKind.Object when Has(json.RootElement, "paths") => DocumentKind.OpenApi,
                JsonValueKind.Array when json.RootElement.EnumerateArray().All(e => Has(e, "reason")) => DocumentKind.Ineligible,
                JsonValueKind.Array => throw Unknown(name),
                _ => DocumentKind.Log,
            };
        }
        catch (JsonException)
        {
            // Several documents after another, as in a log; or a YAML list in brackets.
            return bytes.Span.TrimStart(" \r\n\t"u8)[0] == '{' ? DocumentKind.Log : null;
        }
    }

    static DocumentKind OfLines(string name, string text)
    {
        var lines = text.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#' && l != "---").Take(1000).ToList();
        if (lines.Any(l => TextListLine().IsMatch(l)))
        {
            throw new InvalidDataException(
                $"{name}: this is conformance.txt, the text list that Kubernetes kept from 1.9 to 1.17. It has no full test names, so "
                    + "nothing can be joined with it. Give the release's conformance.yaml, or a list of its e2e tests, one a line.");
        }
        if (lines.Any(l => l.Contains("codename:", StringComparison.Ordinal))) return DocumentKind.ConformanceYaml;
        if (lines.Any(l => l.Contains("release_date:", StringComparison.Ordinal))) return DocumentKind.ReleaseDates;
        if (lines.Any(l => l.Contains("reason:", StringComparison.Ordinal))) return DocumentKind.Ineligible;
        if (lines.Any(l => l.Contains("[Conformance]", StringComparison.Ordinal))) return DocumentKind.TestNames;
        return lines.All(l => l is "[]" or "-" || l.StartsWith("- ", StringComparison.Ordinal)) ? ListNamed(name) : throw Unknown(name);
    }

    /// <summary>A list may hold nothing, or nothing but comments; then only its name tells which it is.</summary>
    static DocumentKind ListNamed(string name) =>
        name.Contains("ineligible", StringComparison.OrdinalIgnoreCase) ? DocumentKind.Ineligible : DocumentKind.Pending;

    static bool Has(JsonElement element, string name) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out _);

    static InvalidDataException Unknown(string name) => new(
        $"{name}: this is nothing that can be imported. Give conformance.yaml, the list of ineligible or of pending endpoints, a list of "
            + "e2e tests, an OpenAPI document, a published result file, or an audit log of the e2e tests.");

    [GeneratedRegex("""^test/\S+\.go: ".*"$""")]
    private static partial Regex TextListLine();
}
