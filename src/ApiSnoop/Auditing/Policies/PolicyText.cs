using System.Collections.Immutable;
using System.Text;

namespace ApiSnoop.Auditing.Policies;

/// <summary>Writes a policy as YAML, with a comment before each rule.</summary>
internal static class PolicyText
{
    public static string Of(AuditPolicy policy, string[] head, string[] stages, ImmutableArray<string[]> comments)
    {
        var yaml = new StringBuilder();
        Comment(yaml, "", head);
        yaml.Append($"apiVersion: {policy.ApiVersion}\nkind: Policy\n");
        Comment(yaml, "", stages);
        yaml.Append($"omitStages: {List(policy.OmitStages)}\nrules:\n");
        foreach (var (number, rule) in policy.Rules.Index())
        {
            Comment(yaml, "  ", comments[number]);
            yaml.Append($"  - level: {rule.Level}\n");
            Line(yaml, "users", rule.Users);
            Line(yaml, "userGroups", rule.UserGroups);
            Line(yaml, "verbs", rule.Verbs);
            Line(yaml, "namespaces", rule.Namespaces);
            Line(yaml, "nonResourceURLs", rule.NonResourceUrls);
            Line(yaml, "omitStages", rule.OmitStages);
            if (!rule.Resources.IsEmpty) yaml.Append("    resources:\n");
            foreach (var of in rule.Resources) Resources(yaml, of);
        }

        return yaml.ToString();
    }

    static void Resources(StringBuilder yaml, AuditedResources of)
    {
        yaml.Append($"      - group: {Quoted(of.Group)}\n");
        if (!of.Resources.IsEmpty) yaml.Append($"        resources: {List(of.Resources)}\n");
        if (!of.ResourceNames.IsEmpty) yaml.Append($"        resourceNames: {List(of.ResourceNames)}\n");
    }

    static void Comment(StringBuilder yaml, string indent, string[] lines)
    {
        foreach (var line in lines) yaml.Append($"{indent}#{(line.Length == 0 ? "" : " ")}{line}\n");
    }

    static void Line(StringBuilder yaml, string key, ImmutableArray<string> texts)
    {
        if (!texts.IsEmpty) yaml.Append($"    {key}: {List(texts)}\n");
    }

    static string List(ImmutableArray<string> texts) => $"[{string.Join(", ", texts.Select(Quoted))}]";

    static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
