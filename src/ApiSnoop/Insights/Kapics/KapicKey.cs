using System.Collections.Immutable;
using ApiSnoop.Filtering;

namespace ApiSnoop.Insights.Kapics;

/// <summary>
/// What tells a KAPIC (a Kubernetes API consumer) in a log from others: its service account, or where it has none its program, and the
/// namespace that it worked in if these are few.
/// </summary>
/// <param name="ServiceAccount">The account as <c>NAMESPACE:NAME</c>, or empty.</param>
/// <param name="Program">The program, where there is no account; empty where no user agent was sent.</param>
/// <param name="Namespace">The namespace; empty for what is in none, null where the key is of all.</param>
public sealed record KapicKey(string ServiceAccount, string Program, string? Namespace)
{
    /// <summary>What it is told by.</summary>
    public string By => ServiceAccount.Length > 0 ? "service account" : "user agent";

    /// <summary>What to call it.</summary>
    public string Name => ServiceAccount.Length > 0 ? ServiceAccount : Program.Length > 0 ? Program : "(no user agent sent)";

    /// <summary>A name for its recording.</summary>
    public string App => ServiceAccount.Length > 0 ? ServiceAccount
        : (Program.Length > 0 ? Program : "no-user-agent") + (Namespace is { Length: > 0 } name ? $"-{name}" : "");

    /// <summary>The filters that keep its requests and no others, noise aside: names of fields and patterns.</summary>
    /// <param name="alwaysWithSlash">Whether all its user agents go on after the program's name.</param>
    public ImmutableArray<(FilterField Field, string Pattern)> Filters(bool alwaysWithSlash)
    {
        if (ServiceAccount.Length > 0) return [(FilterField.ServiceAccount, ServiceAccount)];
        ImmutableArray<(FilterField, string)> filters =
        [
            (FilterField.UserAgent, AgentProgram.Pattern(Program, alwaysWithSlash)), (FilterField.ServiceAccount, "\"\""),
        ];
        return Namespace is null ? filters : filters.Add((FilterField.Namespace, Namespace.Length == 0 ? "\"\"" : Namespace));
    }
}
