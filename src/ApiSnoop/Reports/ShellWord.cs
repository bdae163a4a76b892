namespace ApiSnoop.Reports;

/// <summary>A word in a command line that is shown to be copied.</summary>
public static class ShellWord
{
    /// <summary>The word, in quotes where a shell would read it otherwise.</summary>
    public static string Of(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '/' or '-' or ':' or '@' or '=' or ',')
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
