using YamlDotNet.RepresentationModel;

namespace ApiSnoop.Tests.Auditing;

/// <summary>YAML read back, to be looked into by a path of keys and numbers.</summary>
static class Yaml
{
    public static YamlNode Read(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents.Single().RootNode;
    }

    /// <summary>What is at a path such as <c>nodes.0.role</c>.</summary>
    public static YamlNode At(this YamlNode node, string path) =>
        path.Split('.').Aggregate(node, (at, key) => int.TryParse(key, out var i) ? at[i] : at[key]);

    public static string Text(this YamlNode node, string path) => ((YamlScalarNode)node.At(path)).Value!;

    public static List<string> Keys(this YamlNode node, string path) =>
        [.. ((YamlMappingNode)node.At(path)).Children.Keys.Select(k => ((YamlScalarNode)k).Value!)];

    public static List<YamlNode> Items(this YamlNode node, string path) => [.. (YamlSequenceNode)node.At(path)];
}
