using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ApiSnoop.Conformance.Runs;

/// <summary>Finds when tests ran in what Ginkgo 1 printed of Kubernetes' own suite.</summary>
/// <remarks>
/// Its lines have times to the millisecond, in UTC and without a year. A test prints none as it ends, so one after the other lasts until
/// the next begins; where tests ran side by side, until its own last time.
/// </remarks>
static partial class GinkgoTextSpans
{
    /// <summary>A test that has begun.</summary>
    sealed class Begun(string name)
    {
        public readonly string Name = name;
        public DateTimeOffset? First, Last;
    }

    public static TestSpans Read(TextReader reader, string name, DateTimeOffset near)
    {
        var tests = new List<Begun>();
        DateTimeOffset? afterSuite = null;
        string before = "", twoBefore = "";
        for (; reader.ReadLine() is { } line; (twoBefore, before) = (before, line))
        {
            if (line.Contains('\u001b', StringComparison.Ordinal)) line = E2eLog.WithoutColours(line);
            if (E2eLog.Begins(twoBefore, before, line))
            {
                tests.Add(new Begun($"{before.TrimEnd()} {line.Trim()}"));
            }
            else if (TimeOf(line, near) is { } time)
            {
                // What it does before, for all nodes, is the clean-up of a test that was stopped.
                if (line.EndsWith("Running AfterSuite actions on node 1", StringComparison.Ordinal)) afterSuite ??= time;
                if (tests.Count == 0) continue;
                tests[^1].First ??= time;
                if (afterSuite is null || time <= afterSuite) tests[^1].Last = time;
            }
        }

        var timed = tests.Where(t => t.First is not null).ToList();
        var spans = ImmutableArray.CreateBuilder<TestSpan>();
        for (var i = 0; i < timed.Count; i++)
        {
            var next = i + 1 < timed.Count ? timed[i + 1].First!.Value : timed[i].Last!.Value;
            spans.Add(new(timed[i].Name, timed[i].First!.Value, next > timed[i].Last ? next : timed[i].Last!.Value));
        }

        return new(spans.ToImmutable(), $"what Ginkgo printed in {name}");
    }

    /// <summary>The time at the start of a line, in the year that brings it nearest to the log.</summary>
    static DateTimeOffset? TimeOf(string line, DateTimeOffset near)
    {
        if (!Stamp().IsMatch(line)) return null;
        var stamp = line[..line.IndexOf(": ", StringComparison.Ordinal)];
        return Enumerable.Range(near.Year - 1, 3)
            .Select(year => DateTimeOffset.TryParseExact(
                $"{year} {stamp}", "yyyy MMM d HH:mm:ss.FFF", CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowInnerWhite, out var time) ? time : (DateTimeOffset?)null)
            .OfType<DateTimeOffset>().OrderBy(t => (t - near).Duration()).Select(t => (DateTimeOffset?)t).FirstOrDefault();
    }

    [GeneratedRegex(@"^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d\.\d{3}: ")]
    private static partial Regex Stamp();
}
