using System.Text.RegularExpressions;

namespace ApiSnoop.Filtering;

/// <summary>
/// A text to look for as users write it: plain text, a glob with <c>*</c>, or <c>/regex/</c>; a leading <c>-</c> negates.
/// <c>""</c> (two quotes) or an empty text means none sent. Plain text is compared whole, or, where a field holds prose
/// (user agents and test names), looked for anywhere without regard to case.
/// </summary>
public sealed class TextPattern
{
    readonly Func<string, bool> _matches;

    TextPattern(string source, bool negated, Func<string, bool> matches)
    {
        Source = source;
        Negated = negated;
        _matches = matches;
    }

    /// <summary>The pattern as the user wrote it.</summary>
    public string Source { get; }

    /// <summary>Whether the pattern keeps what does not match.</summary>
    public bool Negated { get; }

    /// <summary>Reads a pattern.</summary>
    /// <param name="source">What the user wrote.</param>
    /// <param name="prose">Whether plain text is looked for anywhere rather than compared whole.</param>
    /// <exception cref="FormatException">The regular expression is not valid; the message says where.</exception>
    public static TextPattern Parse(string source, bool prose)
    {
        var negated = source.StartsWith('-');
        var text = negated ? source[1..] : source;
        return new TextPattern(source, negated, Matcher(text, prose));
    }

    /// <summary>Whether a text matches, before negation.</summary>
    public bool Matches(string text) => _matches(text);

    /// <summary>Whether a text, without a leading <c>-</c>, is more than plain: a glob, a regular expression, or none at all.</summary>
    internal static bool IsSpecial(string text) => IsNone(text) || IsRegex(text) || IsGlob(text);

    internal static bool IsNone(string text) => text is "" or "\"\"";

    internal static bool IsRegex(string text) => text is ['/', _, .., '/'];

    static bool IsGlob(string text) => text.Contains('*', StringComparison.Ordinal);

    static Func<string, bool> Matcher(string text, bool prose)
    {
        if (IsNone(text)) return static t => t.Length == 0;
        if (IsRegex(text))
        {
            var regex = Compile(text[1..^1], text);
            return regex.IsMatch;
        }

        if (IsGlob(text))
        {
            // Most globs are beginnings, and are asked of a hundred thousand user agents.
            if (text.IndexOf('*', StringComparison.Ordinal) == text.Length - 1)
                return t => t.AsSpan().StartsWith(text.AsSpan(0, text.Length - 1), StringComparison.Ordinal);
            var regex = Compile(@"\A" + Regex.Escape(text).Replace(@"\*", ".*", StringComparison.Ordinal) + @"\z", text);
            return regex.IsMatch;
        }

        return prose
            ? t => t.Contains(text, StringComparison.OrdinalIgnoreCase)
            : t => string.Equals(t, text, StringComparison.Ordinal);
    }

    // NonBacktracking: patterns come from URLs too, and must not be able to run away.
    static Regex Compile(string pattern, string source)
    {
        try
        {
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.Singleline | RegexOptions.CultureInvariant);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new FormatException($"'{source}' is not a regular expression that can be used here: {e.Message}", e);
        }
    }
}
