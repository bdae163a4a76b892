using System.Collections.Frozen;
using ApiSnoop.Catalog;
using ApiSnoop.Catalog.Facts;
using ApiSnoop.Conformance.Facts;

namespace ApiSnoop.Conformance;

/// <summary>What ships inside the product about conformance: the tests by release, and which operations can have one.</summary>
/// <remarks>
/// The lists of ineligible and pending operations are the newest ones; the community changes them, so a figure about the past
/// is today's view of it.
/// </remarks>
public static class ConformanceFacts
{
    static readonly Lazy<FrozenDictionary<string, Ineligibility>> IneligibleRows = new(() => Rows(EligibilityFiles.Ineligible)
        .Select(cells => new Ineligibility(cells[0], cells[1], cells[2]))
        .ToFrozenDictionary(i => i.OperationId, StringComparer.Ordinal));

    static readonly Lazy<FrozenSet<string>> PendingRows = new(() => Rows(EligibilityFiles.Pending)
        .Select(cells => cells[0])
        .ToFrozenSet(StringComparer.Ordinal));

    static readonly Lazy<FrozenDictionary<ReleaseVersion, DateOnly?>> Dates = new(() => Rows("releases.tsv")
        .ToFrozenDictionary(cells => FactRows.Version(cells[0]), cells => FactRows.Date(cells[1])));

    static readonly Lazy<TestLists> Tests = new(() => new(Rows(TestLists.File)));

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

    /// <summary>The conformance tests of a release, or null where no list of it is known, as of a user's own document.</summary>
    public static ConformanceList? Of(Release release) =>
        release.Version is { } version && For(version) is { Count: > 0 } tests ? tests : null;

    /// <summary>Whether an operation should have a conformance test: stable, not deprecated, not in the ineligible list.</summary>
    public static bool IsEligible(Operation operation) => EligibilityLists.Shipped.IsEligible(operation);

    /// <summary>The rows of a shipped file.</summary>
    internal static List<string[]> Rows(string file) => FactRows.Of(ShippedFacts.Read(file));
}
