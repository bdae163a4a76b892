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

    /// <summary>The filters that names and values mean, in the one vocabulary of the command line, the pages and the JSON API.</summary>
    /// <param name="values">Names such as <c>namespace</c>, <c>since</c>, each with its value.</param>
    /// <exception cref="FormatException">A name is not known here, or a value cannot be understood.</exception>
    public static LoadFilterTerms Parse(IReadOnlyList<KeyValuePair<string, string>> values)
    {
        foreach (var (name, _) in values)
            if (!s_names.Contains(name))
                throw new FormatException($"There is no filter {name} here: there are {string.Join(", ", s_names)}.");
        IReadOnlyList<TextPattern> Patterns(FilterField field) =>
            [.. values.Where(v => v.Key == RecordingFilter.NameOf(field)).Select(v => RecordingFilter.ParsePattern(field, v.Value))];
        return new()
        {
            UserAgents = Patterns(FilterField.UserAgent),
            Users = Patterns(FilterField.User),
            ServiceAccounts = Patterns(FilterField.ServiceAccount),
            Impersonators = Patterns(FilterField.Impersonator),
            Namespaces = Patterns(FilterField.Namespace),
            Verbs = Patterns(FilterField.Verb),
            Since = Micros(values, "since", RecordingFilter.ParseTime),
            Until = Micros(values, "until", RecordingFilter.ParseEnd),
            Description = [.. values.Select(v => $"--{v.Key} {(v.Value.Length == 0 ? "\"\"" : v.Value)}")],
        };
    }

    /// <summary>The fields by which a load can filter: those that stand in a single event.</summary>
    public static IReadOnlyList<FilterField> Fields { get; } =
    [
        .. RecordingFilter.FieldNames.Select(f => f.Field)
            .Where(f => f is not (FilterField.Test or FilterField.TestTag or FilterField.Level or FilterField.Category)),
    ];

    static readonly string[] s_names = [.. Fields.Select(RecordingFilter.NameOf), "since", "until"];

    static long? Micros(IReadOnlyList<KeyValuePair<string, string>> values, string name, Func<string, DateTimeOffset?> parse) =>
        values.LastOrDefault(v => v.Key == name).Value is { } time && parse(time) is { } parsed ? MicrosOf(parsed) : null;

    /// <summary>A time as microseconds since 1970 UTC.</summary>
    public static long MicrosOf(DateTimeOffset time) => (time.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
}
