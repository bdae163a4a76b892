using ApiSnoop.Catalog;
using ApiSnoop.Charts;
using ApiSnoop.Reports.Certification;

namespace ApiSnoop.Certification.Pictures;

/// <summary>A verdict as a card: logo, name, level in its colour, operations of each level, which Kubernetes, until when.</summary>
public static class Card
{
    const int Width = 440, Height = 190;

    /// <summary>The card as an SVG file of its own.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="logo">A PNG to draw; null for the first letter of the name.</param>
    public static string ToSvg(AppVerdict verdict, byte[]? logo = null)
    {
        var sign = VerdictSign.Of(verdict);
        var svg = new Svg();
        svg.Raw("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\"")
            .Raw($" viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\"")
            .Attribute("aria-label", $"{verdict.App}: {CertificationWords.Title(verdict)}").Raw("><title>")
            .Text($"{verdict.App}: {CertificationWords.Title(verdict)}").Raw("</title>");
        svg.Raw($"<rect x=\".5\" y=\".5\" width=\"{Width - 1}\" height=\"{Height - 1}\" rx=\"12\" fill=\"#fff\" stroke=\"#d9dfe7\"/>");
        svg.Raw("<path d=\"M.5 12.5a12 12 0 0 1 12-12h8v189h-8a12 12 0 0 1-12-12z\"").Attribute("fill", sign.Colour).Raw("/>");
        svg.Raw("<g font-family=\"system-ui,Segoe UI,DejaVu Sans,sans-serif\" fill=\"#1b2430\">");
        Logo(svg, verdict.App, logo, sign.Colour);
        Line(svg, Cut(verdict.App, 26), 104, 48, 21, "700", "#1b2430");
        Line(svg, Cut(CertificationWords.Title(verdict), 44), 104, 73, 14, "400", "#566172");
        Levels(svg, verdict);
        Line(svg, $"Kubernetes {verdict.Release?.ToString() ?? verdict.Recording.Release}", 40, 166, 13, "400", "#566172");
        Line(svg, Cut(Until(verdict), 34), Width - 20, 166, 13, "700", sign.Colour, "end");
        return svg.Raw("</g></svg>\n").ToString();
    }

    static string Until(AppVerdict verdict) => verdict.Kind == VerdictKind.NotEnoughSeen ? "no verdict"
        : verdict.Until is { } end ? $"holds until {end}" : "holds in every 1.x";

    static void Logo(Svg svg, string app, byte[]? logo, string colour)
    {
        if (logo is not null)
        {
            svg.Raw("<image x=\"40\" y=\"24\" width=\"52\" height=\"52\"")
                .Attribute("href", "data:image/png;base64," + Convert.ToBase64String(logo)).Raw("/>");
            return;
        }

        svg.Raw("<circle cx=\"66\" cy=\"50\" r=\"26\" fill-opacity=\".14\"").Attribute("fill", colour).Raw("/>");
        Line(svg, app.Length == 0 ? "?" : app.EnumerateRunes().First().ToString().ToUpperInvariant(), 66, 58, 24, "700", colour, "middle");
    }

    static void Levels(Svg svg, AppVerdict verdict)
    {
        var x = 40;
        foreach (var (level, colour) in ((Level, string)[])[(Level.Stable, "#1d7a38"), (Level.Beta, "#1668b4"), (Level.Alpha, "#bd2158")])
        {
            Line(svg, Figures.Count(verdict.Count(level)), x, 122, 24, "700", colour);
            Line(svg, level.Text(), x, 140, 12, "400", "#566172");
            x += 90;
        }

        if (verdict.Level is not { } worst) return;
        var badge = worst switch { Level.Stable => "#1d7a38", Level.Beta => "#1668b4", _ => "#bd2158" };
        svg.Raw($"<rect x=\"{Width - 104}\" y=\"104\" width=\"84\" height=\"28\" rx=\"14\"").Attribute("fill", badge).Raw("/>");
        Line(svg, worst.Text(), Width - 62, 123, 14, "700", "#fff", "middle");
    }

    static void Line(Svg svg, string text, int x, int y, int size, string weight, string colour, string anchor = "start") => svg
        .Raw($"<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" font-weight=\"{weight}\" text-anchor=\"{anchor}\"").Attribute("fill", colour)
        .Raw(">").Text(text).Raw("</text>");

    static string Cut(string text, int most) => text.Length <= most ? text : text[..(most - 1)] + "…";
}
