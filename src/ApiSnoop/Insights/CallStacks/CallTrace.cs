using System.Collections.Immutable;
using System.Globalization;

namespace ApiSnoop.Insights.CallStacks;

/// <summary>The call stack in a user agent, innermost place first.</summary>
/// <param name="Program">The user agent before it.</param>
/// <param name="Frames">The places.</param>
/// <remarks>
/// A patched client puts it there as <c> stacktrace=[function:file:line;…]</c>, so that a log tells which code makes which call.
/// </remarks>
public sealed record CallTrace(string Program, ImmutableArray<StackFrame> Frames)
{
    const string Mark = " stacktrace=[";

    /// <summary>The stack in a user agent, or null where there is none. A server may have cut it short.</summary>
    public static CallTrace? Of(string agent)
    {
        var mark = agent.IndexOf(Mark, StringComparison.Ordinal);
        if (mark < 0) return null;
        var text = agent[(mark + Mark.Length)..];
        var end = text.IndexOf(']', StringComparison.Ordinal);
        var frames = (end < 0 ? text : text[..end]).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new(agent[..mark], [.. frames.Select(FrameOf).OfType<StackFrame>()]);
    }

    /// <summary>The code that wanted something: the first place that is not in the Kubernetes client; null where all are.</summary>
    public StackFrame? Caller => Frames.Where(f => !f.IsOfClient).Select(f => (StackFrame?)f).FirstOrDefault();

    /// <summary>A place; null for what has no function, such as the end of a stack that was cut.</summary>
    static StackFrame? FrameOf(string text)
    {
        var function = text.IndexOf(':', StringComparison.Ordinal);
        if (function <= 0 || text.StartsWith("()", StringComparison.Ordinal)) return null;
        var place = text[(function + 1)..];
        var last = place.LastIndexOf(':');
        var isLine = int.TryParse(place[(last + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var line);
        return new(text[..function], Below(last >= 0 && isLine ? place[..last] : place), isLine && last >= 0 ? line : 0);
    }

    /// <summary>The path below the vendored modules, or below the sources.</summary>
    static string Below(string path)
    {
        foreach (var root in (ReadOnlySpan<string>)["/vendor/", "go/src/", "/pkg/mod/"])
            if (path.LastIndexOf(root, StringComparison.Ordinal) is >= 0 and var at)
                return path[(at + root.Length)..];
        return path;
    }
}
