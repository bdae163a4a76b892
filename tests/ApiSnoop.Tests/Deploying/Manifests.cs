using YamlDotNet.RepresentationModel;

namespace ApiSnoop.Tests.Deploying;

/// <summary>The files below <c>deploy</c>.</summary>
internal static class Manifests
{
    /// <summary>All files but those that kustomize itself reads, by their path below the checkout.</summary>
    public static IEnumerable<string> Files => Yaml().Where(f => !IsKustomization(f));

    public static IEnumerable<string> Kustomizations => Yaml().Where(IsKustomization);

    /// <summary>Whether a kustomization lays a file over others.</summary>
    public static bool IsPatch(string file) =>
        Documents(Path.Combine(Path.GetDirectoryName(file)!, "kustomization.yaml")).Single().List("patches")
            .Any(p => ((YamlMappingNode)p).Text("path") == Path.GetFileName(file));

    /// <summary>The objects in a file.</summary>
    public static IEnumerable<YamlMappingNode> Documents(string file)
    {
        using var text = File.OpenText(Repository.Path(file));
        var yaml = new YamlStream();
        yaml.Load(text);
        return [.. yaml.Documents.Select(d => (YamlMappingNode)d.RootNode)];
    }

    /// <summary>The objects that a folder is made of: those of its resources, and of what these are made of.</summary>
    public static IEnumerable<YamlMappingNode> Resources(string folder) =>
        Documents($"{folder}/kustomization.yaml").Single().List("resources").Select(r => Path.Join(folder, ((YamlScalarNode)r).Value))
            .SelectMany(p => Directory.Exists(Repository.Path(p)) ? Resources(p) : Documents(p));

    /// <summary>The pods that an object makes.</summary>
    public static YamlMappingNode? Pod(YamlMappingNode item) =>
        item.Text("kind") is "Deployment" or "StatefulSet" or "Job" ? item.Map("spec").Map("template").Map("spec") : null;

    /// <summary>The text of a field; empty where there is none.</summary>
    public static string Text(this YamlMappingNode map, string name) =>
        map.Children.TryGetValue(name, out var value) ? ((YamlScalarNode)value).Value! : "";

    public static YamlMappingNode Map(this YamlMappingNode map, string name) => (YamlMappingNode)map.Children[name];

    /// <summary>The items of a field; none where there is none.</summary>
    public static IEnumerable<YamlNode> List(this YamlMappingNode map, string name) =>
        map.Children.TryGetValue(name, out var value) ? ((YamlSequenceNode)value).Children : [];

    public static IEnumerable<string> Texts(this YamlMappingNode map, string name) =>
        map.List(name).Select(n => ((YamlScalarNode)n).Value!);

    static bool IsKustomization(string file) => Path.GetFileName(file) == "kustomization.yaml";

    static IEnumerable<string> Yaml() => Directory.GetFiles(Repository.Path("deploy"), "*.yaml", SearchOption.AllDirectories)
        .Select(f => Path.GetRelativePath(Repository.Path("."), f)).Order(StringComparer.Ordinal);
}
