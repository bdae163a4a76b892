using System.Collections.Immutable;
using System.Globalization;
using System.Xml;

namespace ApiSnoop.Conformance.Runs;

/// <summary>The cases of a junit report that Ginkgo wrote.</summary>
/// <param name="Cases">The tests, in the order of the report; set-up and tear-down of the suite are none.</param>
/// <param name="Told">How many tests Ginkgo 1 says that it ran, whatever cases it wrote; null for a report of Ginkgo 2.</param>
public sealed record JunitReport(ImmutableArray<JunitCase> Cases, int? Told = null)
{
    /// <summary>When the suite began, if the report tells.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>What Ginkgo 2 puts before a test's name; anything else in brackets and alone is a part of the suite.</summary>
    const string NodeOfTest = "[It] ";

    /// <summary>Reads a report.</summary>
    /// <param name="stream">The XML. Entities and external documents are not followed.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <exception cref="InvalidDataException">It is no junit report; the message says where.</exception>
    public static JunitReport Read(Stream stream, string name)
    {
        var cases = ImmutableArray.CreateBuilder<JunitCase>();
        try
        {
            using var xml = XmlReader.Create(stream, new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            xml.MoveToContent();
            if (xml.Name is not ("testsuite" or "testsuites")) throw new InvalidDataException($"{name}: this is no junit report");
            var told = xml.Name == "testsuite" ? ToldBy(xml) : null;
            var started = StartOf(xml);
            while (xml.Read())
            {
                if (xml.NodeType != XmlNodeType.Element) continue;
                if (xml.Name == "testsuite") (told, started) = (ToldBy(xml), started ?? StartOf(xml));
                else if (xml.Name == "testcase" && Case(xml) is { } test) cases.Add(test);
            }
            return new(cases.ToImmutable(), told) { StartedAt = started };
        }
        catch (XmlException e)
        {
            throw new InvalidDataException($"{name}:{Math.Max(1, e.LineNumber)}: not valid XML: {e.Message}", e);
        }
    }

    /// <summary>Ginkgo 2 counts those that it skipped too, and says how many it did.</summary>
    static int? ToldBy(XmlReader suite) =>
        suite.GetAttribute("skipped") is null && int.TryParse(suite.GetAttribute("tests"), CultureInfo.InvariantCulture, out var tests)
            ? tests : null;

    static DateTimeOffset? StartOf(XmlReader suite) =>
        DateTimeOffset.TryParse(
            suite.GetAttribute("timestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    static JunitCase? Case(XmlReader xml)
    {
        var name = xml.GetAttribute("name") ?? "";
        var isTimed = double.TryParse(xml.GetAttribute("time"), CultureInfo.InvariantCulture, out var time) && time is > 0 and < 1e7;
        var seconds = isTimed ? time : 0;
        var outcome = xml.GetAttribute("status") switch
        {
            "skipped" or "pending" => TestOutcome.Skipped,
            "failed" or "panicked" or "interrupted" or "aborted" or "timedout" => TestOutcome.Failed,
            _ => TestOutcome.Passed,
        };
        if (!xml.IsEmptyElement)
        {
            using var inside = xml.ReadSubtree();
            while (inside.Read())
            {
                if (inside.NodeType != XmlNodeType.Element) continue;
                if (inside.Name is "failure" or "error") outcome = TestOutcome.Failed;
                else if (inside.Name == "skipped" && outcome != TestOutcome.Failed) outcome = TestOutcome.Skipped;
            }
        }
        if (name.StartsWith(NodeOfTest, StringComparison.Ordinal)) return new(name[NodeOfTest.Length..], outcome) { Seconds = seconds };
        return IsPartOfSuite(name) ? null : new(name, outcome) { Seconds = seconds };
    }

    static bool IsPartOfSuite(string name) => name.Length == 0
        || (name[0] == '[' && name.IndexOf(']', StringComparison.Ordinal) is var end and > 0
            && name[1..end] is "BeforeSuite" or "AfterSuite" or "SynchronizedBeforeSuite" or "SynchronizedAfterSuite"
                or "ReportBeforeSuite" or "ReportAfterSuite" or "DeferCleanup (Suite)");
}

/// <summary>A test in a junit report.</summary>
/// <param name="Name">Its full name.</param>
/// <param name="Outcome">How it ended.</param>
public sealed record JunitCase(string Name, TestOutcome Outcome)
{
    /// <summary>How long it took, in seconds; 0 where the report does not tell.</summary>
    public double Seconds { get; init; }
}

/// <summary>How a test ended.</summary>
public enum TestOutcome : byte
{
    /// <summary>It ran, and passed.</summary>
    Passed,

    /// <summary>It ran, and did not.</summary>
    Failed,

    /// <summary>It did not run.</summary>
    Skipped,
}
