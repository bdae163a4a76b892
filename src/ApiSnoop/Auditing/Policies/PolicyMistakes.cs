using System.Collections.Immutable;
using System.Globalization;
using ApiSnoop.Catalog;

namespace ApiSnoop.Auditing.Policies;

/// <summary>What is wrong with a policy: an API server would not start with it, or a rule does nothing.</summary>
/// <remarks>Source: validation.go of k8s.io/apiserver's audit package for what is refused.</remarks>
internal static class PolicyMistakes
{
    /// <summary>The mistakes.</summary>
    public static IEnumerable<BlindSpot> In(AuditPolicy policy, Release release)
    {
        if (policy.Rules.IsEmpty)
            yield return Mistake("the policy", "it has no rule, so nothing is logged", "add the rule level: Metadata");
        foreach (var stage in policy.OmitStages.Except(AuditLevels.Stages))
            yield return Mistake("the policy", $"there is no stage {stage}", Choose(AuditLevels.Stages));
        var groups = release.Operations.Select(o => o.Group).ToHashSet(StringComparer.Ordinal);
        var all = AuditedRequest.Of(release).ToList();
        foreach (var (number, rule) in policy.Rules.Index())
        {
            foreach (var (why, remedy) in In(rule, release, groups, all)) yield return Mistake(Name(number), why, remedy);
            if (PolicyReach.FitsEverything(rule) && number < policy.Rules.Length - 1)
            {
                yield return Mistake(
                    Name(number), "it fits every request, so the rules behind it do nothing",
                    "put it last: the first rule that fits decides");
                yield break;
            }
        }
    }

    /// <summary>What a rule is called, from 1.</summary>
    public static string Name(int index) => string.Create(CultureInfo.InvariantCulture, $"rule {index + 1}");

    static IEnumerable<(string Why, string Remedy)> In(
        AuditRule rule, Release release, HashSet<string> groups, List<AuditedRequest> all)
    {
        if (!AuditLevels.All.Contains(rule.Level)) yield return ($"there is no level {rule.Level}", Choose(AuditLevels.All));
        foreach (var stage in rule.OmitStages.Except(AuditLevels.Stages))
            yield return ($"there is no stage {stage}", Choose(AuditLevels.Stages));
        if (!rule.NonResourceUrls.IsEmpty && (!rule.Resources.IsEmpty || !rule.Namespaces.IsEmpty))
            yield return ("a rule is for resources or for nonResourceURLs, not for both", "make two rules of it");
        foreach (var url in rule.NonResourceUrls.Where(u => u != "*" && (!u.StartsWith('/') || u[..^1].Contains('*'))))
            yield return ($"{url} starts without a slash, or has a star that is not at its end", "write it such as /healthz*");
        foreach (var of in rule.Resources)
        {
            if (!of.ResourceNames.IsEmpty && of.Resources.IsEmpty)
                yield return ("resourceNames need resources", "name the resources");
            // Of custom resources a release knows nothing.
            if (!groups.Contains(of.Group)) continue;
            foreach (var word in of.Resources.Where(w => !all.Exists(r => Has(r, of.Group, w))))
                yield return (
                    $"{word} is no resource of the group \"{of.Group}\" in Kubernetes {release.Name}",
                    "write it in the plural and in lower case, with its group; a subresource as pods/log");
        }
    }

    static bool Has(AuditedRequest request, string group, string word) =>
        request.Resource?.Group == group && PolicyReach.Concerns(
            new() { Level = AuditLevels.None, Resources = [new(group, [word], [])] }, request);

    static string Choose(ImmutableArray<string> words) => $"choose from {string.Join(", ", words)}";

    static BlindSpot Mistake(string what, string why, string remedy) => new(BlindSpotKind.Mistake, what, why, remedy);
}
