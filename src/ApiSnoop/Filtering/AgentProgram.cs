using System.Text.RegularExpressions;

namespace ApiSnoop.Filtering;

/// <summary>The program in a user agent: what stands before the first slash, such as <c>kubectl</c>.</summary>
public static class AgentProgram
{
    /// <summary>The program of a user agent; the whole of it where it has no slash, or begins with one.</summary>
    public static string Of(string agent)
    {
        var end = agent.IndexOf('/', StringComparison.Ordinal);
        return end <= 0 ? agent : agent[..end];
    }

    /// <summary>The same of its bytes.</summary>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> agent)
    {
        var end = agent.IndexOf((byte)'/');
        return end <= 0 ? agent : agent[..end];
    }

    /// <summary>A pattern, as <see cref="TextPattern"/> reads it, that fits the user agents of a program and no others.</summary>
    /// <param name="program">The program.</param>
    /// <param name="alwaysWithSlash">Whether all its user agents go on after the name: then a glob does.</param>
    public static string Pattern(string program, bool alwaysWithSlash)
    {
        if (program.Length == 0) return "\"\"";
        var isPlain = !program.Contains('*', StringComparison.Ordinal) && program[0] is not ('-' or '/' or '"');
        return alwaysWithSlash && isPlain ? $"{program}/*" : $"/^{Regex.Escape(program)}(/|$)/";
    }
}
