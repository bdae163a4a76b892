using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ApiSnoop.Conformance.Runs;

/// <summary>What the log of an e2e run says of its tests.</summary>
/// <param name="Passed">Tests that it says passed.</param>
/// <param name="Failed">Tests that it says failed.</param>
/// <param name="Unfinished">Tests that it says began, and not how they ended.</param>
/// <param name="Completed">How many tests it says were completed, by the last word on it; null where it has none.</param>
/// <param name="Interrupted">Whether the run was stopped by hand or by a time limit.</param>
public sealed partial record E2eLog(
    ImmutableHashSet<string> Passed, ImmutableHashSet<string> Failed, ImmutableHashSet<string> Unfinished, int? Completed,
    bool Interrupted)
{
    /// <summary>Whether it tells single tests at all; Ginkgo 2 does so only when it is asked to.</summary>
    public bool NamesTests => Passed.Count + Failed.Count > 0;

    /// <summary>Reads a log as Ginkgo 1 and 2 print one, colours and all.</summary>
    public static E2eLog Read(TextReader reader)
    {
        var passed = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        var failed = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        var begun = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        int? completed = null;
        var interrupted = false;
        string before = "", twoBefore = "";
        for (; reader.ReadLine() is { } line; (twoBefore, before) = (before, line))
        {
            if (line.Contains('\u001b', StringComparison.Ordinal)) line = WithoutColours(line);
            if (Told().Match(line) is { Success: true } told)
            {
                (told.Groups[1].Value == "PASSED" ? passed : failed).Add(Regex.Unescape(told.Groups[2].Value));
                completed = int.Parse(told.Groups[3].Value, CultureInfo.InvariantCulture);
            }
            else if (Ended().Match(line) is { Success: true } ended)
            {
                completed = int.Parse(ended.Groups[1].Value, CultureInfo.InvariantCulture);
            }
            else
            {
                interrupted |= Stopped().IsMatch(line);
                if (Begins(twoBefore, before, line)) begun.Add($"{before.TrimEnd()} {line.Trim()}");
            }
        }
        passed.ExceptWith(failed);
        begun.ExceptWith(passed);
        begun.ExceptWith(failed);
        return new(passed.ToImmutable(), failed.ToImmutable(), begun.ToImmutable(), completed, interrupted);
    }

    /// <summary>A test begins after a row of dashes: the suite, and below it, indented, the rest of the name.</summary>
    internal static bool Begins(string dashes, string suite, string rest) =>
        dashes.Length >= 30 && dashes.AsSpan().TrimEnd('-').IsEmpty && suite.StartsWith('[')
        && rest.StartsWith("  ", StringComparison.Ordinal);

    /// <summary>A line without a terminal's colours.</summary>
    internal static string WithoutColours(string line) => Colour().Replace(line, "");

    // The reporter of Kubernetes' own suite: a JSON object a test, behind Ginkgo's own mark if the test was quick.
    [GeneratedRegex("""^•?\{"msg":"(PASSED|FAILED) ((?:[^"\\]|\\.)*)","total":\d+,"completed":(\d+)""")]
    private static partial Regex Told();

    [GeneratedRegex("""^\{"msg":"Test Suite completed","total":\d+,"completed":(\d+)""")]
    private static partial Regex Ended();

    [GeneratedRegex(@"^(Received interrupt|\[INTERRUPTED\]|Interrupted by (User|Timeout)|\s*\[TIMEDOUT\])")]
    private static partial Regex Stopped();

    [GeneratedRegex(@"\x1b\[[0-9;]*m")]
    private static partial Regex Colour();
}
