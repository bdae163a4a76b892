using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace ApiSnoop.Coverage;

/// <summary>The e2e test that a user agent names.</summary>
/// <param name="Name">The test's full name, double spaces and all: conformance lists are joined on it to the letter.</param>
/// <param name="Tags">Its bracketed words without the brackets, such as <c>Conformance</c> or <c>sig-network</c>.</param>
/// <remarks>Since Kubernetes 1.12 the e2e suite writes its running test behind <c> -- </c> in the user agent
/// (kubernetes#64812); before that, logs name no tests.</remarks>
public sealed record TestName(string Name, ImmutableArray<string> Tags)
{
    /// <summary>What an API server puts at the end of a user agent that it cut at 1,024 bytes.</summary>
    /// <remarks>Source: k8s.io/apiserver, pkg/audit: maxUserAgentLength and userAgentTruncateSuffix.</remarks>
    internal const string CutMark = "...TRUNCATED";

    const string Mark = " -- ";

    const string ByTimeWords = "(by time) ";

    /// <summary>What stands between a user agent and a test that it does not name: the one that ran when the request came.</summary>
    public const string ByTimeMark = Mark + ByTimeWords;

    /// <summary>Whether the time of the request tells the test, and not the user agent.</summary>
    public bool IsByTime { get; init; }

    /// <summary>Whether the server cut the name in the log.</summary>
    public bool IsCut { get; init; }

    /// <summary>
    /// Finds the test in a user agent: what follows the first <c> -- </c>, whatever the program is called (<c>e2e.test</c>,
    /// <c>v1.25.0-e2e.test</c>, <c>e2e_node.test</c>, <c>openshift-tests</c>).
    /// </summary>
    /// <returns>False when the agent names none; calls of the suite outside of a test have an empty name and count as none.</returns>
    public static bool TryParse(string userAgent, [NotNullWhen(true)] out TestName? test)
    {
        test = null;
        var mark = userAgent.IndexOf(Mark, StringComparison.Ordinal);
        if (mark <= 0 || mark + Mark.Length == userAgent.Length) return false;
        var name = userAgent[(mark + Mark.Length)..];
        var byTime = name.StartsWith(ByTimeWords, StringComparison.Ordinal);
        test = Of(byTime ? name[ByTimeWords.Length..] : name) with { IsByTime = byTime };
        return true;
    }

    /// <summary>The test of this name.</summary>
    public static TestName Of(string name) =>
        new(name, TagsOf(name)) { IsCut = name.EndsWith(CutMark, StringComparison.Ordinal) };

    static ImmutableArray<string> TagsOf(string name)
    {
        var tags = ImmutableArray.CreateBuilder<string>();
        for (var open = name.IndexOf('[', StringComparison.Ordinal); open >= 0; open = name.IndexOf('[', open + 1))
        {
            var close = name.IndexOf(']', open);
            if (close < 0) break;
            var tag = name[(open + 1)..close];
            if (tag.Length > 0 && !tags.Contains(tag)) tags.Add(tag);
        }

        return tags.ToImmutable();
    }
}
