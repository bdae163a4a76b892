using ApiSnoop.Filtering;

namespace ApiSnoop.Loading;

/// <summary>The filters of a load as the user gave them.</summary>
public sealed record LoadFilterTerms
{
    /// <summary>No filter: every request counts.</summary>
    public static LoadFilterTerms None { get; } = new();

    /// <summary>Patterns of the user agent.</summary>
    public IReadOnlyList<TextPattern> UserAgents { get; init; } = [];

    /// <summary>Patterns of the user name; service accounts are users named <c>system:serviceaccount:NS:NAME</c>.</summary>
    public IReadOnlyList<TextPattern> Users { get; init; } = [];

    /// <summary>Patterns of the namespace.</summary>
    public IReadOnlyList<TextPattern> Namespaces { get; init; } = [];

    /// <summary>Patterns of the audit verb.</summary>
    public IReadOnlyList<TextPattern> Verbs { get; init; } = [];

    /// <summary>The earliest time of receipt kept, microseconds since 1970 UTC.</summary>
    public long? Since { get; init; }

    /// <summary>The latest time of receipt kept, microseconds since 1970 UTC.</summary>
    public long? Until { get; init; }

    /// <summary>The filters as text for the manifest, one a term.</summary>
    public IReadOnlyList<string> Description { get; init; } = [];

    /// <summary>The pattern of user names for a service account given as <c>NS:NAME</c>, each part with <c>*</c> if wished.</summary>
    /// <exception cref="FormatException">There is no colon.</exception>
    public static TextPattern ServiceAccount(string account)
    {
        var negated = account.StartsWith('-');
        var name = negated ? account[1..] : account;
        const string Prefix = "system:serviceaccount:";
        if (name.StartsWith(Prefix, StringComparison.Ordinal)) name = name[Prefix.Length..];
        if (name.Split(':') is not [{ Length: > 0 }, { Length: > 0 }])
            throw new FormatException($"'{account}' is not a service account: write NAMESPACE:NAME, such as kube-system:default.");
        return TextPattern.Parse((negated ? "-" : "") + Prefix + name, prose: false);
    }
}
