using System.Text.Json.Nodes;
using ApiSnoop.Charts;
using ApiSnoop.Reports.Certification;

namespace ApiSnoop.Certification.Pictures;

/// <summary>A badge for a README: as SVG, and as the JSON that shields.io draws one from.</summary>
/// <remarks>Source of the JSON: the endpoint badge of shields.io, schema version 1.</remarks>
public static class Badge
{
    const string Label = "Kubernetes API";

    /// <summary>The JSON.</summary>
    public static string Json(AppVerdict verdict)
    {
        var sign = VerdictSign.Of(verdict);
        return JsonYaml.Json(new JsonObject
        {
            ["schemaVersion"] = 1,
            ["label"] = Label,
            ["message"] = sign.Message,
            ["color"] = sign.Colour,
            ["isError"] = sign.IsError,
        }) + "\n";
    }

    /// <summary>The SVG.</summary>
    public static string ToSvg(AppVerdict verdict)
    {
        var sign = VerdictSign.Of(verdict);
        var (left, right) = (Width(Label), Width(sign.Message));
        var svg = new Svg();
        svg.Raw("<svg xmlns=\"http://www.w3.org/2000/svg\" height=\"20\" role=\"img\"").Attribute("width", left + right)
            .Attribute("aria-label", $"{Label}: {sign.Message}").Raw("><title>").Text($"{verdict.App}: {Label}: {sign.Message}");
        svg.Raw("</title><clipPath id=\"r\"><rect height=\"20\" rx=\"3\"").Attribute("width", left + right)
            .Raw("/></clipPath><g clip-path=\"url(#r)\">");
        svg.Raw("<rect height=\"20\" fill=\"#3b4450\"").Attribute("width", left).Raw("/><rect height=\"20\"").Attribute("x", left)
            .Attribute("width", right).Attribute("fill", sign.Colour).Raw("/></g>");
        svg.Raw("<g fill=\"#fff\" font-family=\"Verdana,DejaVu Sans,sans-serif\" font-size=\"11\" text-anchor=\"middle\">");
        Words(svg, Label, left / 2, left - 12);
        Words(svg, sign.Message, left + right / 2, right - 12);
        return svg.Raw("</g></svg>\n").ToString();
    }

    /// <summary>The text is made to fit, as the reader's font is not known.</summary>
    static void Words(Svg svg, string text, double x, double width) => svg.Raw("<text y=\"14\"").Attribute("x", x)
        .Attribute("textLength", width).Raw(" lengthAdjust=\"spacingAndGlyphs\">").Text(text).Raw("</text>");

    static double Width(string text) => text.Sum(c => c is 'i' or 'l' or '.' or ',' or ' ' or '1' ? 4.6 : char.IsUpper(c) ? 8 : 6.8) + 12;
}
