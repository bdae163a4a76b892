using System.Collections.Immutable;

namespace ApiSnoop.Conformance.Runs;

/// <summary>
/// Guesses when tests ran from a junit report, which tells how long each took and not when: one after the other, without a pause.
/// </summary>
static class JunitSpans
{
    /// <exception cref="InvalidDataException">It is no junit report.</exception>
    public static TestSpans Read(Stream stream, string name, DateTimeOffset near)
    {
        var report = JunitReport.Read(stream, name);
        var spans = ImmutableArray.CreateBuilder<TestSpan>();
        var at = report.StartedAt ?? near;
        foreach (var test in report.Cases.Where(c => c.Outcome != TestOutcome.Skipped && c.Seconds > 0))
        {
            var end = at + TimeSpan.FromSeconds(test.Seconds);
            spans.Add(new(test.Name, at, end));
            at = end;
        }

        var from = report.StartedAt is null ? "the start of the audit log" : "the time in it";
        return new(spans.ToImmutable(), $"the durations in {name}, one after the other from {from}, which is inexact");
    }
}
