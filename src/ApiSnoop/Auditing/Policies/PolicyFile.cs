using System.Collections.Immutable;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ApiSnoop.Auditing.Policies;

/// <summary>Reads an audit policy from YAML or JSON, alone or inside of the document of Talos that holds one.</summary>
public static partial class PolicyFile
{
    /// <summary>A policy is a page or two; what is larger is a log. In bytes.</summary>
    public const int Largest = 1 << 20;

    static readonly string[] s_ofRule =
        ["level", "users", "userGroups", "verbs", "resources", "namespaces", "nonResourceURLs", "omitStages", "omitManagedFields"];
    static readonly string[] s_ofPolicy = ["apiVersion", "kind", "metadata", "rules", "omitStages", "omitManagedFields"];
    static readonly string[] s_ofResources = ["group", "resources", "resourceNames"];

    /// <summary>Reads a policy; null where the text is something else, such as a log.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">What to call it.</param>
    /// <exception cref="InvalidDataException">It is a policy and cannot be read; the message names the line.</exception>
    public static AuditPolicy? Read(string text, string name)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            var policy = stream.Documents.Select(d => PolicyIn(d.RootNode)).FirstOrDefault(p => p is not null);
            return policy is null ? null : Policy(policy, name);
        }
        catch (YamlException) when (!SaysPolicy().IsMatch(text))
        {
            // Several lines of JSON are no YAML, and a log may speak of policies.
            return null;
        }
        catch (YamlException e)
        {
            throw new InvalidDataException($"{name}:{e.Start.Line}: {e.InnerException?.Message ?? e.Message}", e);
        }
    }

    static YamlMappingNode? PolicyIn(YamlNode root) => root is not YamlMappingNode map ? null
        : Text(map, "kind") is "Policy" && Text(map, "apiVersion").StartsWith("audit.k8s.io/", StringComparison.Ordinal) ? map
        : Text(map, "kind") is "KubeAuditPolicyConfig" && Child(map, "configuration") is YamlMappingNode inner ? inner
        : null;

    static AuditPolicy Policy(YamlMappingNode map, string name)
    {
        Known(map, s_ofPolicy, name);
        return new()
        {
            ApiVersion = Text(map, "apiVersion"),
            OmitStages = Texts(map, "omitStages", name),
            Rules = [.. Items(map, "rules", name).Select(r => Rule(Mapping(r, "a rule", name), name))],
        };
    }

    static AuditRule Rule(YamlMappingNode map, string name)
    {
        Known(map, s_ofRule, name);
        return new()
        {
            Level = Text(map, "level") is { Length: > 0 } level ? level : throw Wrong(map, name, "the rule has no level"),
            Users = Texts(map, "users", name),
            UserGroups = Texts(map, "userGroups", name),
            Verbs = Texts(map, "verbs", name),
            Resources = [.. Items(map, "resources", name).Select(r => Resources(Mapping(r, "an item of resources", name), name))],
            Namespaces = Texts(map, "namespaces", name),
            NonResourceUrls = Texts(map, "nonResourceURLs", name),
            OmitStages = Texts(map, "omitStages", name),
        };
    }

    static AuditedResources Resources(YamlMappingNode map, string name)
    {
        Known(map, s_ofResources, name);
        return new(Text(map, "group"), Texts(map, "resources", name), Texts(map, "resourceNames", name));
    }

    /// <summary>An API server passes over a key that it does not know, and the rule fits more than was meant.</summary>
    static void Known(YamlMappingNode map, string[] known, string name)
    {
        foreach (var key in map.Children.Keys)
            if (key is not YamlScalarNode { Value: { } word } || !known.Contains(word))
                throw Wrong(key, name, $"there is no key {key} here; there are {string.Join(", ", known)}");
    }

    static YamlNode? Child(YamlMappingNode map, string key) =>
        map.Children.TryGetValue(new YamlScalarNode(key), out var child) ? child : null;

    static string Text(YamlMappingNode map, string key) => (Child(map, key) as YamlScalarNode)?.Value ?? "";

    static YamlMappingNode Mapping(YamlNode node, string what, string name) =>
        node as YamlMappingNode ?? throw Wrong(node, name, $"{what} must have keys, such as level: Metadata");

    static IEnumerable<YamlNode> Items(YamlMappingNode map, string key, string name) => Child(map, key) switch
    {
        null or YamlScalarNode { Value: null or "" or "null" or "~" } => [],
        YamlSequenceNode items => items.Children,
        var other => throw Wrong(other, name, $"{key} must be a list"),
    };

    static ImmutableArray<string> Texts(YamlMappingNode map, string key, string name) =>
        [.. Items(map, key, name).Select(i => i is YamlScalarNode { Value: { } text } ? text : throw Wrong(i, name, $"{key} holds texts"))];

    [GeneratedRegex(@"^\{?\s*""?kind""?\s*:\s*""?(Policy|KubeAuditPolicyConfig)\b", RegexOptions.Multiline)]
    private static partial Regex SaysPolicy();

    static InvalidDataException Wrong(YamlNode node, string name, string what) => new($"{name}:{node.Start.Line}: {what}.");
}
