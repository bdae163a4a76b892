using System.Collections.Immutable;

namespace ApiSnoop.Charts;

/// <summary>The figures in the middle of a chart.</summary>
internal static class HubWords
{
    private const double Letter = 0.56;

    /// <summary>A line, how large its letters are, and the class that paints them.</summary>
    internal readonly record struct Line(string Text, double Size, string Class);

    /// <summary>The lines for the zoomed slice, from top to bottom.</summary>
    public static ImmutableArray<Line> Lines(ChartLayout layout, ChartOptions options)
    {
        var labels = layout.Chain.Skip(1).Select(slice => slice.Label).ToList();
        return layout.Zoomed.Children.IsEmpty && layout.Chain.Length > 1
            ? Endpoint(layout.Zoomed, labels, options.Meaning)
            : Group(layout.Zoomed, string.Join(" › ", labels.Select(label => SliceWords.Cut(label, 40))), options.Meaning);
    }

    /// <summary>The size at which a line is not wider than it may be.</summary>
    public static double FitSize(Line line, double width) =>
        Math.Min(line.Size, width * 0.8 / (Math.Max(1, line.Text.Length) * Letter));

    private static ImmutableArray<Line> Group(Slice slice, string name, ChartMeaning meaning)
    {
        var app = meaning == ChartMeaning.AppUsage;
        ImmutableArray<Line> lines = app
            ? [
                new(Figures.Count(slice.Hit), 68, "big"),
                new(slice.Hit == 1 ? "endpoint used" : "endpoints used", 21, ""),
                new(slice.Hit == slice.Total
                    ? ""
                    : $"of {Figures.Count(slice.Total)} ({Figures.Brief(slice.Hit, slice.Total)})", 17, "dim"),
            ]
            : [
                new(Figures.Brief(slice.Hit, slice.Total), 68, "big"),
                new($"{Figures.Count(slice.Hit)} / {Figures.Count(slice.Total)} tested", 21, ""),
                new($"{Figures.Count(slice.ConformanceTested)} for conformance", 17, "dim"),
            ];
        return [.. lines.Prepend(new Line(name, 18, "name")).Where(line => line.Text.Length > 0)];
    }

    private static ImmutableArray<Line> Endpoint(Slice slice, List<string> labels, ChartMeaning meaning) =>
    [
        new(string.Join(" › ", labels.SkipLast(1).Select(label => SliceWords.Cut(label, 40))), 17, "dim"),
        .. Wrap(slice.Label, 30).Take(6).Select(text => new Line(text, 23, "name")),
        new(SliceWords.Of(slice.State, meaning), 21, ""),
        .. slice.Requests > 0 ? [new Line(SliceWords.Requests(slice.Requests), 17, "dim")] : ImmutableArray<Line>.Empty,
    ];

    // A path breaks best in front of a slash, and the verb stands alone.
    private static IEnumerable<string> Wrap(string label, int width)
    {
        var line = "";
        foreach (var piece in SliceWords.Cut(label, width * 6).Replace("/", "\n/", StringComparison.Ordinal).Split('\n', ' '))
        {
            if (line.Length > 0 && line.Length + piece.Length > width)
            {
                yield return line;
                line = "";
            }
            line += line.Length > 0 && !piece.StartsWith('/') ? " " + piece : piece;
            for (; line.Length > width; line = line[width..])
                yield return line[..width];
        }
        if (line.Length > 0)
            yield return line;
    }
}
