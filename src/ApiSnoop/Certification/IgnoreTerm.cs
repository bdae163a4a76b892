using System.Text.RegularExpressions;
using ApiSnoop.Catalog;
using ApiSnoop.Certification.Rules;
using ApiSnoop.Filtering;

namespace ApiSnoop.Certification;

/// <summary>Something that is not held against an app.</summary>
/// <param name="Text">What the user wrote.</param>
/// <param name="Rule">The rule, where it is one.</param>
/// <param name="OperationId">The operation, where it is one.</param>
/// <param name="Agent">The pattern for user agents, where it is neither.</param>
public sealed partial record IgnoreTerm(string Text, string? Rule, string? OperationId, TextPattern? Agent)
{
    /// <summary>Reads a rule such as <c>AS-007</c>, an operation's id, or else a pattern for user agents.</summary>
    /// <exception cref="FormatException">There is no such rule, or the pattern cannot be understood.</exception>
    public static IgnoreTerm Parse(string text)
    {
        if (Number().IsMatch(text))
            return RuleBook.Shipped.Find(text) is not null
                ? new(text, text, null, null)
                : throw new FormatException(
                    $"There is no rule {text}. There are {RuleBook.Shipped.Rules[0].Id} to {RuleBook.Shipped.Rules[^1].Id}.");
        if (text.Length == 0) throw new FormatException("What is to be ignored is empty: name an operation, a rule or a user agent.");
        return KubernetesCatalog.Shipped.History(text) is not null
            ? new(text, null, text, null)
            : new(text, null, null, TextPattern.Parse(text, prose: true));
    }

    /// <summary>Whether a user agent is ignored.</summary>
    public bool Hides(string agent) => Agent is { } pattern && pattern.Matches(agent) != pattern.Negated;

    [GeneratedRegex("^AS-[0-9]{3}$")]
    private static partial Regex Number();
}

/// <summary>What an ignored thing hid.</summary>
/// <param name="Term">The thing.</param>
/// <param name="Requests">How many requests are left out; 0 for a rule.</param>
/// <param name="Findings">How many findings are.</param>
public sealed record Ignored(IgnoreTerm Term, long Requests, int Findings)
{
    /// <summary>Such as <c>--ignore AS-007 hid 2 findings</c>.</summary>
    public string Words => $"--ignore {Term.Text} hid " + (Requests == 0 && Findings == 0 ? "nothing"
        : Requests == 0 ? $"{Findings} finding{(Findings == 1 ? "" : "s")}"
        : $"{Requests} request{(Requests == 1 ? "" : "s")}");
}
