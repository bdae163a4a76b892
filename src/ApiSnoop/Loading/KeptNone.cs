using ApiSnoop.Filtering;
using ApiSnoop.Recording.Counts;

namespace ApiSnoop.Loading;

/// <summary>Finds which of a load's filters kept nothing, from what the log named: looked for only when nothing was kept.</summary>
internal static class KeptNone
{
    /// <summary>The filter that keeps nothing of the log by itself, or all of them, as words.</summary>
    public static string Of(LoadFilterTerms terms, Dimensions named, long firstReceived, long lastReceived)
    {
        var alone = Alone(terms, named, firstReceived, lastReceived).SelectMany(option => Words(terms, option)).ToList();
        return alone.Count > 0 ? string.Join(" and ", alone) : string.Join(" and ", terms.Description) + " together";
    }

    static IEnumerable<string> Alone(LoadFilterTerms terms, Dimensions named, long first, long last)
    {
        if (!Any(terms.UserAgents, named.Agents)) yield return "--user-agent ";
        if (!Any(terms.Users, named.Users)) yield return "--user ";
        if (!Any(terms.ServiceAccounts, named.Users, ServiceAccountPattern.AccountOf)) yield return "--service-account ";
        if (!Any(terms.Impersonators, named.Users)) yield return "--impersonator ";
        if (!Any(terms.Namespaces, named.Namespaces)) yield return "--namespace ";
        if (!Any(terms.Verbs, named.Verbs)) yield return "--verb ";
        if (terms.Since > last) yield return "--since ";
        if (terms.Until < first) yield return "--until ";
    }

    static IEnumerable<string> Words(LoadFilterTerms terms, string option) =>
        terms.Description.Where(d => d.StartsWith(option, StringComparison.Ordinal));

    static bool Any(IReadOnlyList<TextPattern> patterns, TextTable table, Func<string, string>? part = null) =>
        patterns.Count == 0 || table.Overflowed
            || Enumerable.Range(0, table.Count).Any(i => PatternSet.Keeps(patterns, part is null ? table[i] : part(table[i])));
}
