using ApiSnoop.Filtering;

namespace ApiSnoop.Loading;

/// <summary>By what a log is split into apps.</summary>
/// <param name="By">The service account, the user agent's program, or the namespace.</param>
public sealed record SplitTerms(FilterField By)
{
    /// <summary>What a log can be split by.</summary>
    public static IReadOnlyList<FilterField> Fields { get; } =
        [FilterField.ServiceAccount, FilterField.UserAgent, FilterField.Namespace];

    /// <summary>The keys that are wanted; all where there are no patterns.</summary>
    public IReadOnlyList<TextPattern> Only { get; init; } = [];

    /// <summary>What stands before the key in the name of its app.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>The options that ask for it.</summary>
    public string Words => string.Join(
        ' ', [$"--split-by {RecordingFilter.NameOf(By)}", .. Only.Select(p => $"--only {p.Source}"),
            .. Prefix.Length == 0 ? Array.Empty<string>() : [$"--prefix {Prefix}"]]);

    /// <summary>The key in a user name, a user agent, or a namespace; empty where there is none.</summary>
    internal string KeyOf(string text) => By switch
    {
        FilterField.ServiceAccount => ServiceAccountPattern.AccountOf(text),
        FilterField.UserAgent => AgentProgram.Of(text),
        _ => text,
    };

    /// <summary>The filter that keeps the requests of a key.</summary>
    internal string FilterOf(string key) =>
        $"--{RecordingFilter.NameOf(By)} {(By == FilterField.UserAgent ? AgentProgram.Pattern(key, alwaysWithSlash: false) : key)}";
}
