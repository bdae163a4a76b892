using System.Collections.Immutable;
using System.Globalization;
using ApiSnoop.Catalog;
using ApiSnoop.Coverage;
using ApiSnoop.Recording;
using ApiSnoop.Recording.Sql;

namespace ApiSnoop.Filtering;

/// <summary>
/// Which of a recording's requests are looked at: one vocabulary for pages, exports, the command line and the JSON API.
/// Patterns of one field are alternatives, negated ones all exclude, fields must all agree.
/// </summary>
public sealed record RecordingFilter
{
    /// <summary>Keeps everything.</summary>
    public static RecordingFilter All { get; } = new();

    /// <summary>The names of the fields in URLs and, with two dashes before, on the command line.</summary>
    public static ImmutableArray<(FilterField Field, string Name)> FieldNames { get; } =
    [
        (FilterField.UserAgent, "user-agent"),
        (FilterField.User, "user"),
        (FilterField.ServiceAccount, "service-account"),
        (FilterField.Impersonator, "impersonator"),
        (FilterField.Namespace, "namespace"),
        (FilterField.Verb, "verb"),
        (FilterField.Test, "test"),
        (FilterField.TestTag, "test-tag"),
        (FilterField.Level, "level"),
        (FilterField.Category, "category"),
    ];

    /// <summary>The patterns, in the order they were given.</summary>
    public ImmutableArray<(FilterField Field, TextPattern Pattern)> Terms { get; init; } = [];

    /// <summary>Which requests count, by how they ended.</summary>
    public Outcome Outcome { get; init; }

    /// <summary>The earliest time of receipt, or null.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The latest time of receipt, or null.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Whether the filter keeps everything.</summary>
    public bool IsAll => Terms.IsEmpty && Outcome == Outcome.Reached && Since is null && Until is null;

    /// <summary>Whether it asks for some endpoints, by their level or category, rather than for some requests.</summary>
    public bool AsksForEndpoints => Asks(FilterField.Level, FilterField.Category);

    /// <summary>The part that asks about tests, outcomes and endpoints, without the part that asks who called and when.</summary>
    public RecordingFilter OfTests => this with
    {
        Terms = [.. Terms.Where(t => t.Field is FilterField.Test or FilterField.TestTag or FilterField.Level or FilterField.Category)],
        Since = null,
        Until = null,
    };

    /// <summary>The part that makes sense for the requests of apps, which carry no test.</summary>
    public RecordingFilter OfUse => this with { Terms = [.. Terms.Where(t => t.Field is not (FilterField.Test or FilterField.TestTag))] };

    /// <summary>Reads a filter from names and values as they stand in a URL's query; other names are passed over.</summary>
    /// <exception cref="FormatException">A value cannot be understood; the message says which.</exception>
    public static RecordingFilter Parse(IEnumerable<KeyValuePair<string, string>> values)
    {
        var filter = All;
        foreach (var (name, value) in values)
        {
            filter = name switch
            {
                "outcome" => filter with { Outcome = ParseOutcome(value) },
                "since" => filter with { Since = ParseTime(value) },
                "until" => filter with { Until = ParseEnd(value) },
                _ => filter.With(name, value),
            };
        }

        return filter;
    }

    /// <summary>The filter as names and values for a URL's query.</summary>
    public IEnumerable<KeyValuePair<string, string>> ToQuery()
    {
        foreach (var (field, pattern) in Terms) yield return new(NameOf(field), pattern.Source);
        if (Outcome != Outcome.Reached) yield return new("outcome", Outcome == Outcome.Succeeded ? "succeeded" : "refused");
        if (Since is { } since) yield return new("since", Text(since));
        if (Until is { } until) yield return new("until", Text(until));
    }

    /// <summary>The name of a field in URLs.</summary>
    public static string NameOf(FilterField field) => FieldNames.First(f => f.Field == field).Name;

    /// <summary>Adds a pattern.</summary>
    public RecordingFilter With(FilterField field, string pattern) =>
        this with { Terms = Terms.Add((field, ParsePattern(field, pattern))) };

    /// <summary>Reads a pattern as it is meant in a field.</summary>
    /// <exception cref="FormatException">It cannot be understood.</exception>
    public static TextPattern ParsePattern(FilterField field, string pattern) => field switch
    {
        FilterField.ServiceAccount => ServiceAccountPattern.Parse(pattern),
        FilterField.Level when !IsLevel(pattern.TrimStart('-')) =>
            throw new FormatException($"'{pattern}' is no level: use stable, beta or alpha."),
        _ => TextPattern.Parse(Bare(field, pattern), field is FilterField.UserAgent or FilterField.Test),
    };

    static bool IsLevel(string text) => TextPattern.IsSpecial(text) || Enum.GetValues<Level>().Any(l => l.Text() == text);

    /// <summary>Keeps the cells that the patterns keep. Times are not the cube's to judge: see <c>CubeOfTimeSpan</c>.</summary>
    /// <param name="cube">The counts.</param>
    /// <param name="release">The release, for levels and categories.</param>
    /// <param name="naming">How user agents name tests; null for the usual way.</param>
    public Cube Apply(Cube cube, Release release, TestNaming? naming = null)
    {
        if (Terms.IsEmpty && Outcome == Outcome.Reached) return cube;
        var targets = Verdicts(cube.Targets.Length, t => KeepsTarget(cube.Targets[t], release));
        var agents = Verdicts(cube.Agents.Length, a => KeepsAgent(cube.Agents[a], naming ?? TestNaming.Usual));
        var users = Verdicts(cube.Users.Length, u => KeepsUser(cube.Users[u]));
        var impersonators = Verdicts(cube.Impersonators.Length, i => Keeps(FilterField.Impersonator, cube.Impersonators[i]));
        var namespaces = Verdicts(cube.Namespaces.Length, n => Keeps(FilterField.Namespace, cube.Namespaces[n]));
        var verbs = Verdicts(cube.Verbs.Length, v => Keeps(FilterField.Verb, cube.Verbs[v]));
        var kept = ImmutableArray.CreateBuilder<Cell>();
        foreach (ref readonly var c in cube.Cells.AsSpan())
        {
            if (targets[c.Target] && agents[c.Agent] && users[c.User] && impersonators[c.Impersonator] && namespaces[c.Namespace]
                && verbs[c.Verb] && Outcome.Counts(c.Code))
                kept.Add(c);
        }

        return cube.With(kept.ToImmutable());
    }

    /// <summary>The filter for SQL, where it means the same.</summary>
    public SqlFilter ForSql() => new()
    {
        Texts =
        [
            .. Asks(FilterField.UserAgent, FilterField.Test, FilterField.TestTag)
                ? [("user_agent", a => KeepsAgent(a, TestNaming.Usual))]
                : Nothing,
            .. Asks(FilterField.User, FilterField.ServiceAccount) ? [("username", KeepsUser)] : Nothing,
            .. Asks(FilterField.Impersonator) ? [("impersonator", i => Keeps(FilterField.Impersonator, i))] : Nothing,
            .. Asks(FilterField.Namespace) ? [("namespace", n => Keeps(FilterField.Namespace, n))] : Nothing,
            .. Asks(FilterField.Verb) ? [("verb", v => Keeps(FilterField.Verb, v))] : Nothing,
        ],
        Operations = Asks(FilterField.Level, FilterField.Category) ? Keeps : null,
        Unmatched = Keeps(FilterField.Level, "") && Keeps(FilterField.Category, ""),
        Codes = Outcome switch { Outcome.Succeeded => (100, 399), Outcome.Refused => (400, short.MaxValue), _ => null },
        Since = Since,
        Until = Until,
    };

    static ImmutableArray<(string, Func<string, bool>)> Nothing => [];

    bool Asks(params ReadOnlySpan<FilterField> fields)
    {
        foreach (var term in Terms)
            if (fields.Contains(term.Field))
                return true;
        return false;
    }

    /// <summary>Whether an endpoint is part of the question: its level and category are kept.</summary>
    public bool Keeps(Operation operation) =>
        Keeps(FilterField.Level, operation.Level.Text()) && Keeps(FilterField.Category, operation.Category);

    RecordingFilter With(string name, string value)
    {
        foreach (var (field, fieldName) in FieldNames)
            if (fieldName == name)
                return With(field, value);
        return this;
    }

    bool KeepsTarget(Target target, Release release)
    {
        var operation = target.OperationId is { } id ? release.Find(id) : null;
        return operation is null
            ? Keeps(FilterField.Level, "") && Keeps(FilterField.Category, "")
            : Keeps(operation);
    }

    bool KeepsAgent(string agent, TestNaming naming)
    {
        if (!Keeps(FilterField.UserAgent, agent)) return false;
        if (!Terms.Any(t => t.Field is FilterField.Test or FilterField.TestTag)) return true;
        var test = naming.Of(agent);
        return Keeps(FilterField.Test, test?.Name ?? "") && KeepsTags(test);
    }

    bool KeepsUser(string user) =>
        Keeps(FilterField.User, user) && Keeps(FilterField.ServiceAccount, ServiceAccountPattern.AccountOf(user));

    bool KeepsTags(TestName? test)
    {
        var patterns = Patterns(FilterField.TestTag);
        IReadOnlyList<string> tags = test is null || test.Tags.IsEmpty ? [""] : test.Tags;
        if (patterns.Any(p => p.Negated && tags.Any(p.Matches))) return false;
        var plain = patterns.Where(p => !p.Negated).ToList();
        return plain.Count == 0 || plain.Any(p => tags.Any(p.Matches));
    }

    bool Keeps(FilterField field, string text) => PatternSet.Keeps(Patterns(field), text);

    IReadOnlyList<TextPattern> Patterns(FilterField field) => [.. Terms.Where(t => t.Field == field).Select(t => t.Pattern)];

    static bool[] Verdicts(int count, Func<int, bool> judge)
    {
        var verdicts = new bool[count];
        for (var i = 0; i < count; i++) verdicts[i] = judge(i);
        return verdicts;
    }

    /// <summary>People write tags with their brackets.</summary>
    static string Bare(FilterField field, string pattern)
    {
        if (field != FilterField.TestTag) return pattern;
        var negated = pattern.StartsWith('-');
        var text = negated ? pattern[1..] : pattern;
        return (negated ? "-" : "") + (text is ['[', _, .., ']'] ? text[1..^1] : text);
    }

    static Outcome ParseOutcome(string text) => text switch
    {
        "" or "reached" => Outcome.Reached,
        "succeeded" => Outcome.Succeeded,
        "refused" => Outcome.Refused,
        _ => throw new FormatException($"'{text}' is no outcome: use reached, succeeded or refused."),
    };

    /// <summary>Reads a time as given by users: RFC 3339, a date, or a date and time taken as UTC.</summary>
    /// <exception cref="FormatException">It is none of these.</exception>
    public static DateTimeOffset? ParseTime(string text)
    {
        if (text.Length == 0) return null;
        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw new FormatException($"'{text}' is no time: write 2026-11-23T15:12:00Z.");
    }

    /// <summary>Reads the end of a span of time in the same way; a date is its whole day.</summary>
    /// <exception cref="FormatException">It is no time.</exception>
    public static DateTimeOffset? ParseEnd(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new DateTimeOffset(day.ToDateTime(TimeOnly.MaxValue), TimeSpan.Zero)
            : ParseTime(text);

    static string Text(DateTimeOffset time) =>
        time.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture);
}
