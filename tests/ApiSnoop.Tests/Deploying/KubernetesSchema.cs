using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace ApiSnoop.Tests.Deploying;

/// <summary>What an object of Kubernetes 1.36 may hold, by its OpenAPI document: as an API server would check it, strictly.</summary>
internal sealed partial class KubernetesSchema : IDisposable
{
    const string Definition = "#/definitions/";

    readonly JsonDocument _document;
    readonly JsonElement _definitions;

    public KubernetesSchema()
    {
        using var packed = new GZipStream(
            File.OpenRead(Repository.Path("tests/data/specs/swagger-v1.36.x.json.gz")), CompressionMode.Decompress);
        _document = JsonDocument.Parse(packed);
        _definitions = _document.RootElement.GetProperty("definitions");
    }

    public void Dispose() => _document.Dispose();

    /// <summary>What is wrong with an object, each with where it is.</summary>
    /// <param name="item">The object.</param>
    /// <param name="patch">Whether it is laid over another, which has what this one lacks.</param>
    public IReadOnlyList<string> Mistakes(YamlMappingNode item, bool patch)
    {
        var mistakes = new List<string>();
        if (Find(item.Text("apiVersion"), item.Text("kind")) is { } schema) Check(item, schema, item.Text("kind"), patch, mistakes);
        else mistakes.Add($"there is no {item.Text("kind")} in {item.Text("apiVersion")}");
        return mistakes;
    }

    JsonElement? Find(string apiVersion, string kind)
    {
        var (group, version) = apiVersion.Split('/') is [var g, var v] ? (g, v) : ("", apiVersion);
        foreach (var definition in _definitions.EnumerateObject())
        {
            if (!definition.Value.TryGetProperty("x-kubernetes-group-version-kind", out var kinds)) continue;
            foreach (var of in kinds.EnumerateArray())
                if (of.GetProperty("group").GetString() == group && of.GetProperty("version").GetString() == version
                    && of.GetProperty("kind").GetString() == kind)
                    return definition.Value;
        }

        return null;
    }

    void Check(YamlNode node, JsonElement schema, string at, bool patch, List<string> mistakes)
    {
        while (schema.TryGetProperty("$ref", out var link)) schema = _definitions.GetProperty(link.GetString()![Definition.Length..]);
        // A quantity, a time, or a number or text: what is written is read as text.
        var type = schema.TryGetProperty("type", out var said) ? said.GetString() : "object";
        switch (node)
        {
            // In a patch it takes a field away.
            case YamlScalarNode { Value: "null" } when patch:
                break;
            case YamlMappingNode map when type == "object":
                CheckFields(map, schema, at, patch, mistakes);
                break;
            case YamlSequenceNode list when type == "array":
                foreach (var (item, index) in list.Children.Select((c, i) => (c, i)))
                    Check(item, schema.GetProperty("items"), $"{at}[{index}]", patch, mistakes);
                break;
            case YamlScalarNode scalar when type is not ("object" or "array"):
                if (!Fits(scalar, type!, schema)) mistakes.Add($"{at} is '{scalar.Value}', which is no {type}");
                break;
            default:
                mistakes.Add($"{at} should be of type {type}");
                break;
        }
    }

    void CheckFields(YamlMappingNode map, JsonElement schema, string at, bool patch, List<string> mistakes)
    {
        var known = schema.TryGetProperty("properties", out var properties) ? properties : default;
        foreach (var (key, value) in map.Children)
        {
            var name = ((YamlScalarNode)key).Value!;
            // Kustomize's own word in a patch.
            if (patch && name == "$patch") continue;
            if (known.ValueKind == JsonValueKind.Object && known.TryGetProperty(name, out var field))
                Check(value, field, $"{at}.{name}", patch, mistakes);
            else if (schema.TryGetProperty("additionalProperties", out var any)) Check(value, any, $"{at}.{name}", patch, mistakes);
            else mistakes.Add($"{at} has no field {name}");
        }

        if (patch || !schema.TryGetProperty("required", out var required)) return;
        foreach (var name in required.EnumerateArray().Select(r => r.GetString()!))
            if (!map.Children.ContainsKey(name)) mistakes.Add($"{at} lacks {name}");
    }

    static bool Fits(YamlScalarNode scalar, string type, JsonElement schema)
    {
        var quoted = scalar.Style is YamlDotNet.Core.ScalarStyle.DoubleQuoted or YamlDotNet.Core.ScalarStyle.SingleQuoted;
        var number = !quoted && Number().IsMatch(scalar.Value!);
        return type switch
        {
            "integer" => number,
            "boolean" => !quoted && scalar.Value is "true" or "false",
            // Unquoted it would be read as a number or a truth, and be refused, but where either is taken.
            "string" => schema.TryGetProperty("format", out var format) && format.GetString() == "int-or-string"
                || !number && (quoted || scalar.Value is not ("true" or "false" or "null" or "" or "~")),
            _ => false,
        };
    }

    [GeneratedRegex(@"^-?\d+$")]
    private static partial Regex Number();
}
