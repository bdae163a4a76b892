namespace ApiSnoop.Auditing.Policies;

/// <summary>Which requests of a kind a policy logs.</summary>
internal enum Reach : byte
{
    /// <summary>None of them, whoever makes them.</summary>
    Never,

    /// <summary>Those of some callers, or in some namespaces, or for some objects.</summary>
    ForSome,

    /// <summary>All of them.</summary>
    Always,
}

/// <summary>Tells which requests a policy logs, by asking its rules as an API server does.</summary>
internal static class PolicyReach
{
    /// <summary>Every caller is in it who has shown who he is.</summary>
    const string Everybody = "system:authenticated";

    /// <summary>How far a rule fits a kind of request.</summary>
    enum Fit : byte
    {
        No,
        Some,
        All,
    }

    /// <summary>Which requests of a kind are logged.</summary>
    public static Reach Of(AuditPolicy policy, AuditedRequest request)
    {
        var (logged, left) = (false, false);
        foreach (var rule in policy.Rules)
        {
            var fit = FitOf(rule, request);
            if (fit == Fit.No) continue;
            if (rule.Logs) logged = true;
            else left = true;
            if (fit == Fit.All) return logged ? left ? Reach.ForSome : Reach.Always : Reach.Never;
        }

        return logged ? Reach.ForSome : Reach.Never;
    }

    /// <summary>Whether a rule can decide for any request of a kind.</summary>
    public static bool Concerns(AuditRule rule, AuditedRequest request) => FitOf(rule, request) != Fit.No;

    /// <summary>Whether a rule decides for every request that comes to it.</summary>
    public static bool FitsEverything(AuditRule rule) =>
        !IsForSomeCallers(rule) && rule.Verbs.IsEmpty && rule.Resources.IsEmpty && rule.Namespaces.IsEmpty && rule.NonResourceUrls.IsEmpty;

    /// <summary>Whether it hangs on the caller if a rule fits.</summary>
    public static bool IsForSomeCallers(AuditRule rule) =>
        !rule.Users.IsEmpty || (!rule.UserGroups.IsEmpty && !rule.UserGroups.Contains(Everybody));

    static Fit FitOf(AuditRule rule, AuditedRequest request)
    {
        if (!rule.Verbs.IsEmpty && !rule.Verbs.Contains(request.Verb)) return Fit.No;
        var fit = IsForSomeCallers(rule) ? Fit.Some : Fit.All;
        if (!rule.Namespaces.IsEmpty || !rule.Resources.IsEmpty) return Least(fit, OfResource(rule, request));
        if (rule.NonResourceUrls.IsEmpty) return fit;
        return request.Resource is null && rule.NonResourceUrls.Any(u => IsPath(request.Path, u)) ? fit : Fit.No;
    }

    static Fit OfResource(AuditRule rule, AuditedRequest request)
    {
        if (request.Resource is not { } resource) return Fit.No;
        var fit = Fit.All;
        if (!rule.Namespaces.IsEmpty)
        {
            if (!request.IsNamespaced && !rule.Namespaces.Contains("")) return Fit.No;
            if (request.IsNamespaced) fit = Fit.Some;
        }

        if (rule.Resources.IsEmpty) return fit;
        var most = Fit.No;
        foreach (var of in rule.Resources)
        {
            if (of.Group != resource.Group) continue;
            if (of.Resources.IsEmpty) return fit;
            if (!of.Resources.Any(r => IsResource(r, request))) continue;
            if (of.ResourceNames.IsEmpty) return fit;
            most = Fit.Some;
        }

        return Least(fit, most);
    }

    static bool IsResource(string word, AuditedRequest request)
    {
        var resource = request.Resource!;
        return word == "*" || word == request.ResourceName
            || (word.StartsWith("*/", StringComparison.Ordinal) && resource.Subresource.Length > 0 && word[2..] == resource.Subresource)
            || (word.EndsWith("/*", StringComparison.Ordinal) && word[..^2] == resource.Resource);
    }

    static bool IsPath(string path, string word) =>
        word == "*" || word == path || word == path.TrimEnd('/')
        || (word.EndsWith('*') && path.StartsWith(word.TrimEnd('*'), StringComparison.Ordinal));

    static Fit Least(Fit a, Fit b) => a < b ? a : b;
}
