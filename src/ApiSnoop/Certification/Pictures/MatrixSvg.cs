using ApiSnoop.Charts;
using ApiSnoop.Reports.Certification;

namespace ApiSnoop.Certification.Pictures;

/// <summary>Which app runs on which release, as an SVG file of its own: each field has a word, so that no colour is needed.</summary>
public static class MatrixSvg
{
    const int Names = 190, Field = 54, Row = 26, Head = 34;

    /// <summary>The picture.</summary>
    public static string Of(IReadOnlyList<AppVerdict> verdicts)
    {
        var releases = CertificationMatrix.Releases;
        var (width, height) = (Names + releases.Length * Field + 10, Head + verdicts.Count * Row + 10);
        var svg = new Svg();
        svg.Raw("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\"")
            .Raw($" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\">")
            .Raw("<title>Which app runs on which release of Kubernetes</title>")
            .Raw($"<rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>")
            .Raw("<g font-family=\"system-ui,Segoe UI,DejaVu Sans,sans-serif\" font-size=\"11\" fill=\"#1b2430\">");
        for (var i = 0; i < releases.Length; i++) Words(svg, releases[i].ToString(), Names + i * Field + Field / 2, 22, "middle",
            "#1b2430");
        for (var row = 0; row < verdicts.Count; row++)
        {
            var y = Head + row * Row;
            var name = verdicts[row].App;
            Words(svg, name.Length > 26 ? name[..25] + "…" : name, 10, y + 17, "start", "#1b2430");
            for (var i = 0; i < releases.Length; i++)
            {
                var state = CertificationMatrix.StateOf(verdicts[row], releases[i]);
                var colour = state switch { "runs" => "#1d7a38", "ends" => "#8a5a00", "breaks" => "#b3261e", _ => "#566172" };
                svg.Raw($"<rect x=\"{Names + i * Field + 2}\" y=\"{y + 2}\" width=\"{Field - 4}\" height=\"{Row - 4}\" rx=\"4\"")
                    .Raw($" fill=\"{colour}\"/>");
                Words(svg, state, Names + i * Field + Field / 2, y + 17, "middle", "#fff");
            }
        }

        return svg.Raw("</g></svg>\n").ToString();
    }

    static void Words(Svg svg, string text, int x, int y, string anchor, string colour) =>
        svg.Raw($"<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\" fill=\"{colour}\">").Text(text).Raw("</text>");
}
