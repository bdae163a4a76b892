using System.Collections.Immutable;
using System.Globalization;
using ApiSnoop.Catalog;
using ApiSnoop.Catalog.Facts;
using ApiSnoop.Conformance.Results;

namespace ApiSnoop.Conformance.Facts;

/// <summary>A document that facts about conformance were made from: a row of <c>conformance-sources.tsv</c>.</summary>
/// <param name="Release">The release it is about; null for a list that is about none.</param>
/// <param name="Kind">What it is, such as <c>results</c> or <c>conformance.yaml</c>.</param>
/// <param name="Name">The file's name.</param>
/// <param name="Sha256">The hash of its bytes after decompression, lower-case hex.</param>
sealed record ConformanceSource(ReleaseVersion? Release, string Kind, string Name, string Sha256)
{
    /// <summary>The file's name.</summary>
    public const string File = "conformance-sources.tsv";

    /// <summary>The kind of published results.</summary>
    public const string Results = "results";

    /// <summary>The kind of an audit log that results were counted from.</summary>
    public const string Log = "log";

    const string Header = "#release\tkind\tdocument\tsha256\tdate\ttotals\truns";

    /// <summary>For results: the day of the run.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>For results: the totals that were published with them.</summary>
    public PublishedTotals? Totals { get; init; }

    /// <summary>For results: addresses of the runs.</summary>
    public ImmutableArray<string> Runs { get; init; } = [];

    /// <summary>Whether results were made from it.</summary>
    public bool IsResults => Kind is Results or Log;

    /// <summary>Results as they tell where they come from.</summary>
    public ResultsOrigin Origin =>
        new(Kind == Log ? ResultsKind.Log : ResultsKind.Published, Name, Sha256, Date) { Totals = Totals, Runs = Runs };

    /// <summary>The document that results were made from.</summary>
    public static ConformanceSource Of(TestResults results) => new(
        results.Release.Version, results.Origin.Kind == ResultsKind.Published ? Results : Log, results.Origin.Name, results.Origin.Sha256)
    {
        Date = results.Origin.Date,
        Totals = results.Origin.Totals,
        Runs = results.Origin.Runs,
    };

    /// <summary>Reads the rows.</summary>
    public static ImmutableArray<ConformanceSource> Read(List<string[]> rows) => [.. rows.Select(Of)];

    /// <summary>Writes the rows, sorted.</summary>
    public static void Write(string folder, IEnumerable<ConformanceSource> sources) => FactRows.Write(
        folder, File, Header, sources.OrderBy(s => s.Release ?? default).ThenBy(s => s.Kind, StringComparer.Ordinal)
            .ThenBy(s => s.Name, StringComparer.Ordinal).Select(s => s.Row));

    string Row => string.Create(CultureInfo.InvariantCulture,
        $"{Release}\t{Kind}\t{TsvCell.Escape(Name)}\t{Sha256}\t{Date:yyyy-MM-dd}\t{Text(Totals)}\t{string.Join(' ', Runs)}");

    static ConformanceSource Of(string[] cells) => new(
        cells[0].Length == 0 ? null : FactRows.Version(cells[0]), cells[1], cells[2], cells[3])
    {
        Date = FactRows.Date(cells[4]),
        Totals = TotalsOf(cells[5]),
        Runs = [.. cells[6].Split(' ', StringSplitOptions.RemoveEmptyEntries)],
    };

    static string Text(PublishedTotals? totals) => totals is null ? "" : string.Create(CultureInfo.InvariantCulture,
        $"{totals.Endpoints},{totals.Tested},{totals.Eligible},{totals.EligibleTested},{totals.New},{totals.NewTested}");

    static PublishedTotals? TotalsOf(string cell) =>
        cell.Split(',') is { Length: 6 } parts && parts.Select(p => int.Parse(p, NumberStyles.None, CultureInfo.InvariantCulture)).ToArray()
            is var n ? new(n[0], n[1], n[2], n[3], n[4], n[5]) : null;
}
