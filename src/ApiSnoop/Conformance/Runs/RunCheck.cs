using System.Collections.Immutable;
using ApiSnoop.Catalog;

namespace ApiSnoop.Conformance.Runs;

/// <summary>Whether a vendor's conformance run is complete: its junit report, and its log, against the release's official list.</summary>
/// <param name="Release">The release.</param>
/// <param name="Listed">How many tests the list has.</param>
/// <param name="Tests">Every test of the list and every other one that ran: first what is wrong, then by name.</param>
/// <param name="Disagreements">Where junit and log tell two things of the whole run, in sentences.</param>
public sealed record RunCheck(
    ReleaseVersion Release, int Listed, ImmutableArray<CheckedTest> Tests, ImmutableArray<string> Disagreements)
{
    /// <summary>Whether every test of the list ran and passed, nothing else failed, and junit and log agree.</summary>
    public bool IsComplete => Disagreements.IsEmpty && Tests.All(t => t.State is RunState.Passed or RunState.Extra);

    /// <summary>How many tests are in a state.</summary>
    public int Count(RunState state) => Tests.Count(t => t.State == state);

    /// <summary>Checks a run.</summary>
    /// <param name="release">The release.</param>
    /// <param name="list">Its conformance tests.</param>
    /// <param name="junit">The report.</param>
    /// <param name="log">The log of the same run, or null.</param>
    public static RunCheck Of(ReleaseVersion release, ConformanceList list, JunitReport junit, E2eLog? log)
    {
        // A test that was tried again is there twice; it ran if any of them did, and failed if its last run did.
        var cases = junit.Cases.GroupBy(c => c.Name, StringComparer.Ordinal).ToDictionary(
            g => g.Key, g => g.LastOrDefault(c => c.Outcome != TestOutcome.Skipped) ?? g.Last(), StringComparer.Ordinal);
        var checkedTests = list.Tests.Select(t => OfList(t.Codename, cases.GetValueOrDefault(t.Codename), log))
            .Concat(cases.Values.Where(c => c.Outcome != TestOutcome.Skipped && !list.Contains(c.Name)).Select(c => OfOthers(c, log)))
            .Concat(OnlyInLog(list, cases, log));
        return new(
            release, list.Count, [.. checkedTests.OrderBy(t => t.State).ThenBy(t => t.Name, StringComparer.Ordinal)],
            [.. Disagreeing(cases, junit.Told, log)]);
    }

    static CheckedTest OfList(string name, JunitCase? junit, E2eLog? log) => junit switch
    {
        null when log?.Unfinished.Contains(name) ?? false =>
            new(name, RunState.Doubtful, "by the log it began and did not end; not in the junit report"),
        null when log?.Passed.Contains(name) ?? false => new(name, RunState.Doubtful, "passed by the log, not in the junit report"),
        null => new(name, RunState.Missing, "not in the junit report"),
        { Outcome: TestOutcome.Skipped } => new(name, RunState.Missing, "skipped"),
        { Outcome: TestOutcome.Failed } => new(name, RunState.Failed, "failed"),
        _ => Doubt(name, log) is { } why ? new(name, RunState.Doubtful, why) : new(name, RunState.Passed, ""),
    };

    static CheckedTest OfOthers(JunitCase junit, E2eLog? log) => junit.Outcome == TestOutcome.Failed
        ? new(junit.Name, RunState.Failed, "failed; not in the release's list")
        : Doubt(junit.Name, log) is { } why ? new(junit.Name, RunState.Doubtful, why)
        : new(junit.Name, RunState.Extra, "not in the release's list");

    static string? Doubt(string name, E2eLog? log) =>
        log is not { NamesTests: true } || log.Passed.Contains(name) ? null
        : log.Failed.Contains(name) ? "passed by the junit report, failed by the log"
        : log.Interrupted ? "passed by the junit report; the log does not say how it ended, and the run was interrupted"
        : "passed by the junit report; the log does not say how it ended";

    static IEnumerable<CheckedTest> OnlyInLog(ConformanceList list, Dictionary<string, JunitCase> cases, E2eLog? log) =>
        (log is null ? [] : log.Passed.Union(log.Failed))
            .Where(name => !list.Contains(name) && !cases.ContainsKey(name))
            .Select(name => new CheckedTest(name, RunState.Doubtful, "in the log and not in the junit report"));

    static IEnumerable<string> Disagreeing(Dictionary<string, JunitCase> cases, int? told, E2eLog? log)
    {
        var ran = cases.Values.Count(c => c.Outcome != TestOutcome.Skipped);
        if (told is { } tests && tests != ran) yield return $"The junit report says that {tests} tests ran, and has {ran} of them.";
        if (log is null) yield break;
        if (log.Completed is { } completed && completed != ran)
            yield return $"The junit report says that {ran} tests ran, the log that {completed} were completed.";
        if (log.Interrupted) yield return "The run was interrupted.";
    }
}

/// <summary>A test of a checked run.</summary>
/// <param name="Name">Its full name.</param>
/// <param name="State">How it fares.</param>
/// <param name="Why">Why, in words; empty for one that passed.</param>
public sealed record CheckedTest(string Name, RunState State, string Why);

/// <summary>How a test of a checked run fares, the worst first.</summary>
public enum RunState : byte
{
    /// <summary>It ran and failed.</summary>
    Failed,

    /// <summary>The junit report and the log do not say the same of it.</summary>
    Doubtful,

    /// <summary>The list has it, and it did not run.</summary>
    Missing,

    /// <summary>It ran and passed, and the list does not have it.</summary>
    Extra,

    /// <summary>It ran and passed.</summary>
    Passed,
}
