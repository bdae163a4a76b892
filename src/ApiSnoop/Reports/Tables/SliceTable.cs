using ApiSnoop.Charts;

namespace ApiSnoop.Reports.Tables;

/// <summary>The parts of a chart as a table: the same numbers as its arcs.</summary>
public static class SliceTable
{
    /// <summary>A row a part.</summary>
    /// <param name="part">What a part is, such as <c>level</c>.</param>
    /// <param name="slices">The parts.</param>
    /// <param name="meaning">What a hit means.</param>
    public static Table Of(string part, IReadOnlyCollection<Slice> slices, ChartMeaning meaning) =>
        Of([part], slices.Select(s => (new[] { s.Label }, s)), meaning);

    /// <summary>A row a category of every level.</summary>
    public static Table Categories(Slice root, ChartMeaning meaning) =>
        Of(["category", "level"], root.Children.SelectMany(level => level.Children.Select(s => (new[] { s.Label, level.Label }, s))),
            meaning).Without("conformance %");

    static Table Of(string[] names, IEnumerable<(string[] Names, Slice Slice)> parts, ChartMeaning meaning)
    {
        var table = Table.Of(
            [.. names, "endpoints", "used", "used %", "tested", "tested %", "conformance", "conformance %", "requests"],
            parts.Select(p => (object?[])
            [
                .. p.Names, p.Slice.Total, p.Slice.Hit, Share(p.Slice.Hit, p.Slice.Total), p.Slice.Hit, Share(p.Slice.Hit, p.Slice.Total),
                p.Slice.ConformanceTested, Share(p.Slice.ConformanceTested, p.Slice.Total), p.Slice.Requests,
            ]));
        if (parts.Any(p => p.Slice.Hit > 0) && parts.All(p => p.Slice.Requests == 0)) table = table.Without("requests");
        if (meaning == ChartMeaning.TestCoverage) return table.Without("used", "used %");
        var app = table.Without("tested", "tested %", "conformance", "conformance %");
        // A chart of only what an app uses has a hundred percent everywhere, which says nothing.
        return parts.All(p => p.Slice.Hit == p.Slice.Total) ? app.Without("used", "used %") : app;
    }

    /// <summary>In percent to one decimal. All but one is not everything, and one is not nothing.</summary>
    static double? Share(int part, int whole) => whole == 0 ? null
        : part == 0 || part == whole ? 100.0 * part / whole
        : Math.Clamp(Math.Round(100.0 * part / whole, 1), 0.1, 99.9);
}
