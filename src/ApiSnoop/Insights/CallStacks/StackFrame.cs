namespace ApiSnoop.Insights.CallStacks;

/// <summary>A place in a program's code that a call went through.</summary>
/// <param name="Function">The function, with its package's last name.</param>
/// <param name="File">The file below the sources or the vendored module that it is of.</param>
/// <param name="Line">The line; 0 where it is not told.</param>
public readonly record struct StackFrame(string Function, string File, int Line)
{
    /// <summary>Whether it is the Kubernetes client itself, or Go: not the code that wanted something.</summary>
    public bool IsOfClient =>
        File.StartsWith("k8s.io/client-go/", StringComparison.Ordinal) || File.StartsWith("k8s.io/apimachinery/", StringComparison.Ordinal)
        || File.StartsWith("net/http/", StringComparison.Ordinal) || File.StartsWith("runtime/", StringComparison.Ordinal);

    /// <summary>The place in a line.</summary>
    public override string ToString() => Line > 0 ? FormattableString.Invariant($"{Function} ({File}:{Line})") : $"{Function} ({File})";
}
