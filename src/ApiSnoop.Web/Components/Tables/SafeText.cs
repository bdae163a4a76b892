namespace ApiSnoop.Web.Components.Tables;

/// <summary>Makes text from a log fit to be looked at.</summary>
internal static class SafeText
{
    /// <summary>The text with its control characters and direction marks made visible.</summary>
    public static string Of(string text) => text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0
        ? text
        : string.Concat(text.Select(c => char.IsControl(c) || IsDirectionMark(c) ? '\uFFFD' : c));

    /// <summary>The text cut to a length, never through a character of two halves.</summary>
    public static string Cut(string text, int length)
    {
        if (text.Length <= length) return text;
        var end = char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;
        return string.Concat(text.AsSpan(0, end), "…");
    }

    static bool IsDirectionMark(char c) =>
        c is >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069' or '\u200E' or '\u200F' or '\u061C';
}
