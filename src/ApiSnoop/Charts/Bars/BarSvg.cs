using System.Globalization;

namespace ApiSnoop.Charts.Bars;

/// <summary>
/// Draws bars as SVG, one below the other, the first at the top. Lengths are shares of the width that there is and letters keep their
/// size, so that the same picture is read on a phone. Every part is a link: it works without any script.
/// </summary>
public static class BarSvg
{
    const int Row = 24, Thickness = 16;
    const double Left = 12.5, Right = 21;

    /// <summary>The chart as text.</summary>
    /// <param name="title">What it shows, for those who hear it.</param>
    /// <param name="bars">The bars.</param>
    /// <param name="shares">Whether every bar is as long as the others and its parts are shares of it.</param>
    public static string ToText(string title, IReadOnlyList<Bar> bars, bool shares)
    {
        var svg = new Svg();
        svg.Raw("<svg class=\"bars\" width=\"100%\"").Attribute("height", bars.Count * Row).Raw(" role=\"group\"")
            .Attribute("aria-label", title).Raw(">");
        var longest = Math.Max(1, bars.Select(b => b.Total).DefaultIfEmpty().Max());
        for (var i = 0; i < bars.Count; i++) Write(svg, bars[i], i * Row, shares ? Math.Max(1, bars[i].Total) : longest);
        return svg.Raw("</svg>").ToString();
    }

    static void Write(Svg svg, Bar bar, int top, int whole)
    {
        var baseline = top + Row / 2 + 5;
        Link(svg, bar.Href, null, () => svg.Raw("<text x=\"0\"").Attribute("y", baseline).Raw(">").Text(bar.Label).Raw("</text>"));
        var start = 0;
        foreach (var part in bar.Parts)
        {
            if (part.Value <= 0) continue;
            Part(svg, part, top, Left + Room * start / whole, Room * part.Value / whole);
            start += part.Value;
        }
        svg.Raw("<text class=\"figure\" x=\"100%\"").Attribute("y", baseline).Raw(" text-anchor=\"end\">").Text(bar.Figure).Raw("</text>");
    }

    static void Part(Svg svg, BarPart part, int top, double x, double width) => Link(svg, part.Href, part.Words, () =>
        svg.Raw("<rect").Attribute("class", part.Kind).Attribute("x", Percent(x)).Attribute("y", top + (Row - Thickness) / 2)
            .Attribute("width", Percent(width)).Attribute("height", Thickness).Raw("><title>").Text(part.Words).Raw("</title></rect>"));

    static void Link(Svg svg, string? href, string? words, Action write)
    {
        if (href is not null)
        {
            svg.Raw("<a").Attribute("href", href);
            if (words is not null) svg.Attribute("aria-label", words);
            svg.Raw(">");
        }
        write();
        if (href is not null) svg.Raw("</a>");
    }

    static double Room => 100 - Left - Right;

    static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share:0.###}%");
}
