using System.Text;
using System.Text.Json;
using ApiSnoop.Catalog;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ApiSnoop.Conformance.Import;

/// <summary>Reads the lists that the Kubernetes community keeps.</summary>
static class ListReading
{
    /// <summary>Operations that cannot have a conformance test, from YAML or JSON.</summary>
    /// <exception cref="InvalidDataException">It is not such a list.</exception>
    public static IEnumerable<Ineligibility> Ineligible(ConformanceDocument document)
    {
        if (document.Bytes.Span.TrimStart(" \r\n\t"u8) is [(byte)'[', ..]) return OfJson(document);
        return Items(document).Select(item => new Ineligibility(
            Required(item, "endpoint", document.Name), Text(item, "reason"), Text(item, "link")));
    }

    /// <summary>Ids of pending operations.</summary>
    /// <exception cref="InvalidDataException">It is not such a list.</exception>
    public static IEnumerable<string> Pending(ConformanceDocument document) => Items(document).Select(item => item switch
    {
        YamlScalarNode { Value: { Length: > 0 } id } => id.Trim(),
        _ => Required(item, "endpoint", document.Name),
    });

    /// <summary>Names of the tests that are tagged <c>[Conformance]</c>.</summary>
    /// <remarks>
    /// From 1.25 on the lists come from Ginkgo 2 and put the kind of node before the name, which user agents do not have. Two spaces
    /// in a name stay two.
    /// </remarks>
    public static IEnumerable<string> TestNames(ConformanceDocument document) => Encoding.UTF8.GetString(document.Bytes.Span).Split('\n')
        .Select(l => l.TrimEnd('\r'))
        .Select(l => l.StartsWith("[It] ", StringComparison.Ordinal) ? l[5..] : l)
        .Where(l => l.Contains("[Conformance]", StringComparison.Ordinal));

    /// <summary>The day each release came out; null while in development.</summary>
    public static IEnumerable<KeyValuePair<ReleaseVersion, DateOnly?>> Dates(ConformanceDocument document)
    {
        foreach (var item in Items(document))
        {
            if (ReleaseVersion.TryParse(Text(item, "version"), out var version))
                yield return new(version, DateOnly.TryParse(Text(item, "release_date"), out var day) ? day : null);
        }
    }

    static List<Ineligibility> OfJson(ConformanceDocument document)
    {
        using var json = JsonDocument.Parse(document.Bytes);
        return [.. json.RootElement.EnumerateArray().Select(e =>
            new Ineligibility(Text(e, "endpoint"), Text(e, "reason"), Text(e, "link")))];
    }

    static string Text(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    static IList<YamlNode> Items(ConformanceDocument document)
    {
        var yaml = new YamlStream();
        try
        {
            yaml.Load(new StringReader(Encoding.UTF8.GetString(document.Bytes.Span)));
        }
        catch (YamlException e)
        {
            throw new InvalidDataException($"{document.Name}:{e.Start.Line}: not valid YAML: {e.Message}", e);
        }
        // A list of nothing but comments has no document, or an empty one.
        if (yaml.Documents.Count == 0 || yaml.Documents[0].RootNode is YamlScalarNode { Value: null or "" }) return [];
        return yaml.Documents[0].RootNode is YamlSequenceNode { Children: var items } ? items
            : throw new InvalidDataException($"{document.Name}:1: not a list");
    }

    static string Required(YamlNode item, string key, string name) => Text(item, key) is { Length: > 0 } text ? text
        : throw new InvalidDataException($"{name}:{item.Start.Line}: an item has no {key}");

    static string Text(YamlNode item, string key) => item is YamlMappingNode map
        && map.Children.TryGetValue(new YamlScalarNode(key), out var value) && value is YamlScalarNode { Value: { } text } ? text : "";
}
