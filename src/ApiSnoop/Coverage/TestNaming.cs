using System.Text.RegularExpressions;
using ApiSnoop.Conformance;

namespace ApiSnoop.Coverage;

/// <summary>How a recording's user agents name tests: the way of Kubernetes' own suites, and that of one other suite.</summary>
public sealed class TestNaming
{
    /// <summary>The group of a pattern that holds the test's name.</summary>
    public const string Group = "test";

    readonly Regex? _pattern;
    readonly ConformanceList? _list;

    /// <summary>Makes a naming.</summary>
    /// <param name="pattern">A regular expression with a group <c>test</c>, or empty.</param>
    /// <param name="list">The conformance tests, by which names are found that a server cut; null where none are known.</param>
    /// <exception cref="FormatException">The pattern is none, or has no such group.</exception>
    public TestNaming(string pattern, ConformanceList? list)
    {
        _pattern = pattern.Length == 0 ? null : Parse(pattern);
        _list = list;
    }

    /// <summary>The naming of Kubernetes' own suites, without a list to look cut names up in.</summary>
    public static TestNaming Usual { get; } = new("", null);

    /// <summary>The test that a user agent names, or null.</summary>
    public TestName? Of(string userAgent)
    {
        if (_pattern?.Match(userAgent) is { Success: true } match && match.Groups[Group].Value is { Length: > 0 } named)
            return TestName.Of(named);
        return !TestName.TryParse(userAgent, out var test) ? null : test.IsCut ? Whole(test) : test;
    }

    /// <summary>A cut name is that of the one test that begins with it; where several do, it stays as it is.</summary>
    TestName Whole(TestName cut)
    {
        var beginning = cut.Name[..^TestName.CutMark.Length];
        var candidates = _list?.Tests.Where(t => t.Codename.StartsWith(beginning, StringComparison.Ordinal)).Take(2).ToList() ?? [];
        return candidates is [var only] ? TestName.Of(only.Codename) with { IsCut = true } : cut;
    }

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="FormatException">It is no regular expression, or has no group <c>test</c>.</exception>
    static Regex Parse(string pattern)
    {
        try
        {
            // Logs are hostile: an expression that can be made to try all ways would be.
            var regex = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return regex.GetGroupNames().Contains(Group)
                ? regex
                : throw new FormatException($"'{pattern}' has no group named test: write (?<test>…) around the test's name.");
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new FormatException($"'{pattern}' is no regular expression that can be used here: {e.Message}", e);
        }
    }
}
