using ApiSnoop.Filtering;

namespace ApiSnoop.Loading;

/// <summary>The filters of a load as the user gave them.</summary>
public sealed record LoadFilterTerms
{
    /// <summary>No filter: every request counts.</summary>
    public static LoadFilterTerms None { get; } = new();

    /// <summary>Patterns of the user agent.</summary>
    public IReadOnlyList<TextPattern> UserAgents { get; init; } = [];

    /// <summary>Patterns of the user who made a request in another's name; an empty text is that of requests that nobody did.</summary>
    public IReadOnlyList<TextPattern> Impersonators { get; init; } = [];

    /// <summary>
    /// Patterns of the name of the user in whose name it was done; service accounts are users named
    /// <c>system:serviceaccount:NS:NAME</c>.
    /// </summary>
    public IReadOnlyList<TextPattern> Users { get; init; } = [];

    /// <summary>Patterns of the service account behind the user name, as <c>NS:NAME</c>.</summary>
    public IReadOnlyList<TextPattern> ServiceAccounts { get; init; } = [];

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
}
