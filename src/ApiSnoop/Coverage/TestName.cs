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
    /// <summary>Finds the test in a user agent: what follows the first <c> -- </c> of one that starts with <c>e2e.test</c>.</summary>
    /// <returns>False when the agent names none; calls of the suite outside of a test have an empty name and count as none.</returns>
    public static bool TryParse(string userAgent, [NotNullWhen(true)] out TestName? test)
    {
        test = null;
        if (!userAgent.StartsWith("e2e.test", StringComparison.Ordinal)) return false;
        var mark = userAgent.IndexOf(" -- ", StringComparison.Ordinal);
        if (mark < 0 || mark + 4 == userAgent.Length) return false;
        var name = userAgent[(mark + 4)..];
        test = new TestName(name, TagsOf(name));
        return true;
    }

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
