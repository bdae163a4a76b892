using System.Collections.Immutable;
using System.Text;

namespace ApiSnoop.Conformance.Runs;

/// <summary>When the tests of a run ran, as a file tells it that the run left behind.</summary>
/// <param name="Tests">The tests, in the order of their start.</param>
/// <param name="Source">What it was read from and how far that can be trusted, in a few words.</param>
public sealed record TestSpans(ImmutableArray<TestSpan> Tests, string Source)
{
    /// <summary>Reads a file: what Ginkgo 1 printed, Ginkgo 2's JSON report, or a junit report; by its content.</summary>
    /// <param name="bytes">The file, unpacked.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="near">When the audit log begins: for files that tell no year, or no start at all.</param>
    /// <exception cref="InvalidDataException">It is none of these, or has no test with a time.</exception>
    public static TestSpans Read(byte[] bytes, string name, DateTimeOffset near)
    {
        var first = bytes.AsSpan().TrimStart(" \t\r\n\uFEFF"u8);
        var spans = first switch
        {
            [(byte)'<', ..] => JunitSpans.Read(new MemoryStream(bytes), name, near),
            [(byte)'[', (byte)'{' or (byte)'\n' or (byte)'\r' or (byte)' ', ..] when GinkgoJsonSpans.IsReport(bytes) =>
                GinkgoJsonSpans.Read(bytes, name),
            _ => GinkgoTextSpans.Read(new StringReader(Encoding.UTF8.GetString(bytes)), name, near),
        };
        return spans.Tests.IsEmpty
            ? throw new InvalidDataException(
                $"{name} tells of no test when it ran. Use what Ginkgo 1 printed, Ginkgo 2's --json-report, or a junit report.")
            : spans with { Tests = [.. spans.Tests.OrderBy(t => t.Start)] };
    }

    /// <summary>The same tests by a clock that goes differently.</summary>
    /// <param name="by">What to add to each time.</param>
    public TestSpans Shifted(TimeSpan by) => this with { Tests = [.. Tests.Select(t => new TestSpan(t.Name, t.Start + by, t.End + by))] };
}
