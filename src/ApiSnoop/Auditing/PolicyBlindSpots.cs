using System.Collections.Immutable;
using ApiSnoop.Auditing.Policies;
using ApiSnoop.Catalog;
using ApiSnoop.Charts;

namespace ApiSnoop.Auditing;

/// <summary>What logs written under a policy will not show: every kind of request of a release is put to its rules.</summary>
public static class PolicyBlindSpots
{
    const int MostNamed = 6;

    static readonly string[] s_verbs = ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"];

    /// <summary>The blind spots, those that hide the most first; mistakes come last.</summary>
    public static ImmutableArray<BlindSpot> Of(AuditPolicy policy, Release release)
    {
        var requests = AuditedRequest.Of(release).ToList();
        var reach = requests.ToLookup(r => PolicyReach.Of(policy, r));
        return
        [
            .. Stages(policy).Concat(Never([.. reach[Reach.Never]], requests, release)).Concat(ForSome(policy, [.. reach[Reach.ForSome]]))
                .Concat(Bodies(policy)).OrderBy(s => s.Kind),
            .. PolicyMistakes.In(policy, release),
        ];
    }

    static IEnumerable<BlindSpot> Stages(AuditPolicy policy)
    {
        // A rule may leave out what the policy does not.
        var always = policy.Rules.Where(r => r.Logs).Select(r => r.OmitStages.Union(policy.OmitStages).ToImmutableHashSet()).ToList();
        if (always.Count == 0) yield break;
        if (Omits("ResponseComplete") is { } ends)
            yield return new(
                ends, "how requests ended", "the stage ResponseComplete is left out, and with it each status code",
                "leave ResponseComplete out of omitStages");
        if (Omits("ResponseStarted") is { } starts)
            yield return new(
                starts == BlindSpotKind.NotObserved ? BlindSpotKind.PartlyObserved : starts, "watches that are still open",
                "the stage ResponseStarted is left out, and a watch ends after up to an hour",
                "leave ResponseStarted out of omitStages: it costs an event for each watch");
        if (Omits("Panic") is { } panics)
            yield return new(
                panics, "requests that the server panicked at", "the stage Panic is left out", "leave Panic out of omitStages");

        BlindSpotKind? Omits(string stage) => always.Count(o => o.Contains(stage)) switch
        {
            0 => null,
            var some => some == always.Count ? BlindSpotKind.NotObserved : BlindSpotKind.PartlyObserved,
        };
    }

    /// <summary>Requests that nobody can make so that they are logged: resources that lack the same verbs are told together.</summary>
    static IEnumerable<BlindSpot> Never(List<AuditedRequest> never, List<AuditedRequest> all, Release release)
    {
        var resources = all.Where(r => r.Resource is not null).ToLookup(Name);
        var hidden = never.Where(r => r.Resource is not null).ToList();
        var whole = s_verbs.Where(v => hidden.Count(r => r.Verb == v) == all.Count(r => r.Resource is not null && r.Verb == v)).ToList();
        if (whole.Count > 0)
            yield return NotLogged($"{(whole.Count == s_verbs.Length ? "everything" : string.Join(", ", whole))} of every resource");
        var lacking = hidden.Where(r => !whole.Contains(r.Verb)).GroupBy(Name)
            .Select(g => (Resource: g.Key, Verbs: Verbs(g, resources[g.Key])))
            .GroupBy(g => g.Verbs, g => g.Resource).OrderByDescending(g => g.Count());
        foreach (var group in lacking)
            yield return NotLogged($"{group.Key} of {Named([.. group.Order(StringComparer.Ordinal)], "resources")}");
        BlindSpot NotLogged(string what) => new(
            BlindSpotKind.NotObserved, what, $"no rule logs it, of {Figures.Count(resources.Count, "resource")} of {release.Name}",
            "log it at level Metadata");

        var paths = never.Where(r => r.Resource is null).Select(r => r.Path).Distinct().Order(StringComparer.Ordinal).ToList();
        var allPaths = all.Where(r => r.Resource is null).Select(r => r.Path).Distinct().Count();
        if (paths.Count > 0)
            yield return new(
                BlindSpotKind.NotObserved, paths.Count == allPaths ? "paths outside of resources, such as /version" : Named(paths, "paths"),
                "no rule logs it", "log nonResourceURLs at level Metadata");
    }

    /// <summary>Requests of which it hangs on the caller, the namespace or the object's name whether they are logged.</summary>
    static IEnumerable<BlindSpot> ForSome(AuditPolicy policy, List<AuditedRequest> some)
    {
        if (some.Count == 0) yield break;
        foreach (var (number, rule) in policy.Rules.Index())
        {
            if (rule.Logs || !some.Exists(r => PolicyReach.Concerns(rule, r)) || !HasCondition(rule)) continue;
            yield return new(
                BlindSpotKind.PartlyObserved, $"{What(rule)} {Whose(rule)}".Trim(), $"{PolicyMistakes.Name(number)} leaves it out",
                "leave that rule out, if it matters");
        }

        var open = some.Where(r => policy.Rules.FirstOrDefault(rule => !HasCondition(rule) && PolicyReach.Concerns(rule, r)) is not
        { Logs: true }).ToList();
        if (open.Count == 0) yield break;
        var who = policy.Rules.Where(r => r.Logs && open.Exists(o => PolicyReach.Concerns(r, o))).Select(r => $"{What(r)} {Whose(r)}")
            .Distinct().ToList();
        yield return new(
            BlindSpotKind.PartlyObserved, $"everything but {string.Join(", and ", who)}",
            "no rule logs the rest", "add the rule level: Metadata at the end");
    }

    static IEnumerable<BlindSpot> Bodies(AuditPolicy policy)
    {
        foreach (var (number, rule) in policy.Rules.Index())
            if (rule.Level is "Request" or "RequestResponse")
                yield return new(
                    BlindSpotKind.Risk, $"bodies of {What(rule)} {Whose(rule)}".Trim(),
                    $"{PolicyMistakes.Name(number)} has the level {rule.Level}: secrets get into the log, which grows several times "
                        + "as fast",
                    "Metadata is enough: nothing here reads bodies");
    }

    static bool HasCondition(AuditRule rule) =>
        PolicyReach.IsForSomeCallers(rule) || !rule.Namespaces.IsEmpty || rule.Resources.Any(r => !r.ResourceNames.IsEmpty);

    static string What(AuditRule rule)
    {
        var verbs = rule.Verbs.IsEmpty ? "" : string.Join(", ", rule.Verbs);
        var what = rule.Resources.SelectMany(r => r.Resources.IsEmpty
            ? [r.Group.Length == 0 ? "the core group" : $"the group {r.Group}"]
            : r.Resources.Select(w => r.Group.Length == 0 ? w : $"{w}.{r.Group}")).Concat(rule.NonResourceUrls).ToList();
        return (verbs, what.Count) switch
        {
            ("", 0) => "everything",
            (_, 0) => verbs,
            ("", _) => Named(what, ""),
            _ => $"{verbs} of {Named(what, "")}",
        };
    }

    static string Whose(AuditRule rule)
    {
        var words = new List<string>();
        if (PolicyReach.IsForSomeCallers(rule)) words.Add("by " + Named([.. rule.Users, .. rule.UserGroups], ""));
        if (!rule.Namespaces.IsEmpty)
            words.Add("in " + Named([.. rule.Namespaces.Select(n => n.Length == 0 ? "no namespace" : $"the namespace {n}")], ""));
        if (rule.Resources.Any(r => !r.ResourceNames.IsEmpty))
            words.Add("named " + Named([.. rule.Resources.SelectMany(r => r.ResourceNames)], ""));
        return string.Join(' ', words);
    }

    static string Verbs(IEnumerable<AuditedRequest> lacking, IEnumerable<AuditedRequest> all)
    {
        var verbs = lacking.Select(r => r.Verb).ToHashSet(StringComparer.Ordinal);
        return verbs.Count > 1 && verbs.IsSupersetOf(all.Select(r => r.Verb)) ? "everything"
            : string.Join(", ", s_verbs.Where(verbs.Contains));
    }

    static string Name(AuditedRequest request) =>
        request.Resource!.Group.Length == 0 ? request.ResourceName : $"{request.ResourceName}.{request.Resource.Group}";

    static string Named(List<string> names, string noun) => names.Count <= MostNamed
        ? string.Join(", ", names)
        : $"{string.Join(", ", names.Take(MostNamed))} and {Figures.Count(names.Count - MostNamed)} more {noun}".TrimEnd();
}
