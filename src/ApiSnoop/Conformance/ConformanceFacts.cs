using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using ApiSnoop.Catalog;
using ApiSnoop.Catalog.Facts;

namespace ApiSnoop.Conformance;

/// <summary>What ships inside the product about conformance: the tests by release, and which operations can have one.</summary>
/// <remarks>
/// The lists of ineligible and pending operations are the newest ones; the community changes them, so a figure about the past
/// is today's view of it.
/// </remarks>
public static class ConformanceFacts
{
    const string TestsFile = "conformance-tests.tsv";

    static readonly Lazy<FrozenDictionary<string, Ineligibility>> IneligibleRows = new(() => Rows("ineligible.tsv")
        .Select(cells => new Ineligibility(cells[0], cells[1], cells[2]))
        .ToFrozenDictionary(i => i.OperationId, StringComparer.Ordinal));

    static readonly Lazy<FrozenSet<string>> PendingRows = new(() => Rows("pending.tsv")
        .Select(cells => cells[0])
        .ToFrozenSet(StringComparer.Ordinal));

    static readonly Lazy<FrozenDictionary<ReleaseVersion, DateOnly?>> Dates = new(() => Rows("releases.tsv")
        .ToFrozenDictionary(cells => Version(cells[0]), cells => Date(cells[1])));

    static readonly Lazy<TestFacts> Tests = new(() => new(Rows(TestsFile)));

    /// <summary>Operations that cannot have a conformance test, with the reason, by id.</summary>
    public static IReadOnlyDictionary<string, Ineligibility> Ineligible => IneligibleRows.Value;

    /// <summary>Ids of operations that will be eligible and have no test yet; shown apart.</summary>
    public static IReadOnlySet<string> Pending => PendingRows.Value;

    /// <summary>The releases for which the tests are known, oldest first.</summary>
    public static IReadOnlyList<ReleaseVersion> Versions => Tests.Value.Timeline.Releases;

    /// <summary>The day a release came out; null while in development or where unknown.</summary>
    public static DateOnly? ReleaseDate(ReleaseVersion release) => Dates.Value.GetValueOrDefault(release);

    /// <summary>
    /// The conformance tests of a release; an empty list where none is known, which is before 1.15: there the
    /// <c>[Conformance]</c> tag in a test's name is all there is.
    /// </summary>
    public static ConformanceList For(ReleaseVersion release) => Tests.Value.Of(release);

    /// <summary>Whether an operation should have a conformance test: stable, not deprecated, not in the ineligible list.</summary>
    public static bool IsEligible(Operation operation) =>
        operation is { Level: Level.Stable, Deprecated: false } && !Ineligible.ContainsKey(operation.Id);

    static List<string[]> Rows(string file)
    {
        var rows = new List<string[]>();
        foreach (var line in Encoding.UTF8.GetString(ShippedFacts.Read(file)).Split('\n'))
        {
            if (line.Length == 0 || line[0] == '#') continue;
            rows.Add([.. line.Split('\t').Select(TsvCell.Unescape)]);
        }
        return rows;
    }

    static ReleaseVersion Version(string text) => ReleaseVersion.TryParse(text, out var version)
        ? version
        : throw new InvalidDataException($"'{text}' is not a release.");

    static DateOnly? Date(string text) => text.Length == 0 ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    sealed class TestFacts
    {
        readonly List<(ConformanceTest Test, ulong Set)> _tests = [];
        readonly Dictionary<ReleaseVersion, ConformanceList> _lists = [];

        public TestFacts(List<string[]> rows)
        {
            // The first row is all releases that are known, so that an open range has an end.
            Timeline = new(rows[0][0].Split(',').Select(Version));
            foreach (var cells in rows.Skip(1)) _tests.Add((Test(cells), Set(cells[1])));
        }

        public ReleaseTimeline Timeline { get; }

        public ConformanceList Of(ReleaseVersion release)
        {
            lock (_lists)
            {
                if (_lists.TryGetValue(release, out var list)) return list;
                var index = Timeline.IndexOf(release);
                return _lists[release] = new(index < 0 ? [] : _tests.Where(t => (t.Set >> index & 1) != 0).Select(t => t.Test));
            }
        }

        ulong Set(string ranges) => Timeline.TryParse(Encoding.UTF8.GetBytes(ranges))
            ?? throw new InvalidDataException($"{TestsFile}: '{ranges}' is not a set of releases.");

        static ConformanceTest Test(string[] cells) =>
            new(cells[0], cells[3], cells[4], cells[2].Length == 0 ? null : Version(cells[2]));
    }
}
