using System.Collections.Immutable;
using ApiSnoop.Catalog;
using ApiSnoop.Coverage;
using ApiSnoop.Recording;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Reports.Comparing;

/// <summary>How an endpoint fares in two recordings.</summary>
/// <param name="Operation">The endpoint, as the second recording's release knows it if it does.</param>
/// <param name="A">What the first recording has of it; null where its release lacks it.</param>
/// <param name="B">What the second recording has of it; null where its release lacks it.</param>
/// <param name="InA">Whether it counts as hit in the first.</param>
/// <param name="InB">Whether it counts as hit in the second.</param>
/// <param name="AsTests">Whether only what tests hit counts, which is so between two runs.</param>
public sealed record Difference(Operation Operation, EndpointUse? A, EndpointUse? B, bool InA, bool InB, bool AsTests)
{
    /// <summary>Requests in the first recording, those of tests only where tests are compared; null where its release lacks it.</summary>
    public long? ToldA => AsTests ? A?.TestRequests : A?.Requests;

    /// <summary>Requests in the second recording, those of tests only where tests are compared; null where its release lacks it.</summary>
    public long? ToldB => AsTests ? B?.TestRequests : B?.Requests;

    /// <summary>Requests in the first recording.</summary>
    public long RequestsA => ToldA ?? 0;

    /// <summary>Requests in the second recording.</summary>
    public long RequestsB => ToldB ?? 0;

    /// <summary>What became of it from the first to the second.</summary>
    public DifferenceKind Kind => (InA, InB) switch
    {
        (false, true) => DifferenceKind.Added,
        (true, false) => DifferenceKind.Removed,
        (true, true) when RequestsA != RequestsB => DifferenceKind.Changed,
        (true, true) => DifferenceKind.Same,
        _ => DifferenceKind.Neither,
    };

    /// <summary>By what became of them, then those whose requests changed the most.</summary>
    public static Comparer<Difference> GreatestFirst { get; } = Comparer<Difference>.Create((a, b) =>
        a.Kind != b.Kind ? a.Kind.CompareTo(b.Kind)
        : Math.Abs(b.RequestsB - b.RequestsA).CompareTo(Math.Abs(a.RequestsB - a.RequestsA)) is var change and not 0 ? change
        : string.CompareOrdinal(a.Operation.Id, b.Operation.Id));

    /// <summary>Two runs are compared by what their tests hit; an app against anything else by what is used.</summary>
    public static bool ComparesTests(AppCoverage a, AppCoverage b) => IsRun(a) && IsRun(b);

    /// <summary>Every endpoint of either release.</summary>
    /// <param name="a">The first recording.</param>
    /// <param name="b">The second recording.</param>
    public static ImmutableArray<Difference> Between(AppCoverage a, AppCoverage b)
    {
        var asTests = ComparesTests(a, b);
        var first = a.Coverage.Endpoints.ToDictionary(e => e.Operation.Id, StringComparer.Ordinal);
        var second = b.Coverage.Endpoints.ToDictionary(e => e.Operation.Id, StringComparer.Ordinal);
        var ids = second.Keys.Union(first.Keys);
        return [.. ids.Select(id => Make(first.GetValueOrDefault(id), second.GetValueOrDefault(id), asTests))];
    }

    /// <summary>A row an endpoint; no requests are told where a release lacks it.</summary>
    /// <param name="differences">The endpoints, in their order.</param>
    /// <param name="a">What the first recording is called.</param>
    /// <param name="b">What the second is called.</param>
    public static Table TableOf(IEnumerable<Difference> differences, string a, string b) => Table.Of(
        ["change", "level", "category", "method", "path", "requests of " + a, "requests of " + b
            + (a == b ? " (second)" : ""), "difference", "operation id"],
        differences.Select(d => new object?[]
        {
            TextOf(d.Kind, d.AsTests), d.Operation.Level.Text(), d.Operation.Category, d.Operation.Method.Text(), d.Operation.Path,
            d.ToldA, d.ToldB, d.RequestsB - d.RequestsA, d.Operation.Id,
        }));

    /// <summary>What became of an endpoint, by what is compared: one that no test hits any more may still be used, and be there.</summary>
    public static string TextOf(DifferenceKind kind, bool asTests) => (kind, asTests) switch
    {
        (DifferenceKind.Added, true) => "newly tested",
        (DifferenceKind.Added, _) => "newly used",
        (DifferenceKind.Removed, true) => "no longer tested",
        (DifferenceKind.Removed, _) => "no longer used",
        (DifferenceKind.Changed, _) => "changed",
        _ => "same",
    };

    static bool IsRun(AppCoverage app) => app.Kind == RecordingKind.Run || app.Coverage.NamesTests;

    static Difference Make(EndpointUse? a, EndpointUse? b, bool asTests) =>
        new((b ?? a)!.Operation, a, b, Counts(a, asTests), Counts(b, asTests), asTests);

    static bool Counts(EndpointUse? use, bool asTests) => use is not null && (asTests ? use.Tested : use.Hit);
}

/// <summary>What became of an endpoint from one recording to another.</summary>
public enum DifferenceKind : byte
{
    /// <summary>Only in the second.</summary>
    Added,

    /// <summary>Only in the first.</summary>
    Removed,

    /// <summary>In both, with other counts.</summary>
    Changed,

    /// <summary>In both, with the same counts.</summary>
    Same,

    /// <summary>In neither.</summary>
    Neither,
}
