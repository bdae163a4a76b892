using System.Globalization;
using System.Text.Encodings.Web;
using ApiSnoop.Catalog;
using ApiSnoop.Charts;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Reports.AppReports;

/// <summary>A report as one HTML file that opens without a server: its style and its chart are inside, and nothing is fetched.</summary>
public static class AppReportHtml
{
    const string Style = """
        :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
        body { max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
        h1, h2, p, td, li { overflow-wrap: anywhere; }
        .verdict { font-size: 1.2rem; max-width: 45rem; }
        figure { margin: 1rem 0; max-width: 44rem; }
        figure svg { width: 100%; height: auto; }
        .frame { overflow-x: auto; }
        table { border-collapse: collapse; font-size: .9rem; }
        th, td { text-align: start; vertical-align: top; padding: .3rem .7rem; border-bottom: 1px solid #8884; }
        th { border-bottom-color: currentColor; }
        .num { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
        .dim { opacity: .75; }
        @media print { body { margin: 0; max-width: none; } h2 { break-after: avoid; } tr { break-inside: avoid; } }
        """;

    /// <summary>Writes it.</summary>
    public static void Write(AppReport report, TextWriter to)
    {
        var title = $"{report.App} on the Kubernetes API";
        to.WriteLine(
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>{Text(title)}</title>
            <style>
            {Style}
            </style>
            </head>
            <body>
            <h1>{Text(title)}</h1>
            <p class="verdict">{Text(report.Verdict)}</p>
            """);
        WriteChart(report, to);
        foreach (var section in report.Sections) Write(section, to);
        to.WriteLine("<h2>What this rests on</h2>");
        to.WriteLine("<ul>");
        foreach (var line in report.Basis) to.WriteLine($"<li>{Text(line)}</li>");
        to.WriteLine("</ul>");
        to.WriteLine("</body>");
        to.WriteLine("</html>");
    }

    static void WriteChart(AppReport report, TextWriter to)
    {
        var all = report.Profile.App;
        // What every client walks through is not counted in the sentence above, either.
        var app = all with
        {
            Coverage = all.Coverage with { Endpoints = [.. all.Coverage.Endpoints.Where(e => !Discovery.Is(e.Operation))] },
        };
        var meaning = CoverageSlices.MeaningOf(app);
        to.WriteLine("<figure>");
        ChartSvg.Write(to, CoverageSlices.Of(app, meaning), new ChartOptions
        {
            Shape = ChartShape.Sunburst,
            Meaning = meaning,
            Standalone = true,
            Title = CoverageSlices.TitleOf(app),
        });
        to.WriteLine("<figcaption class=\"dim\">Level, API group, endpoint and method; what it does not call is grey.</figcaption>");
        to.WriteLine("</figure>");
    }

    static void Write(ReportSection section, TextWriter to)
    {
        to.WriteLine($"<h2>{Text(section.Heading)}</h2>");
        if (section.Table.Rows.IsEmpty)
        {
            to.WriteLine($"<p>{Text(section.Nothing)}</p>");
            return;
        }

        to.WriteLine($"<p class=\"dim\">{Text(section.About)}</p>");
        to.WriteLine("<div class=\"frame\"><table>");
        var columns = section.Table.Columns;
        WriteRow(columns.Select(c => $"<th scope=\"col\"{Class(c)}>{Text(c.Name)}</th>"), "thead", to);
        foreach (var row in section.Table.Rows)
            WriteRow(row.Zip(columns, (value, column) => $"<td{Class(column)}>{Text(Cell(value))}</td>"), "tbody", to);
        to.WriteLine("</table></div>");
    }

    static void WriteRow(IEnumerable<string> cells, string part, TextWriter to) =>
        to.WriteLine($"<{part}><tr>{string.Concat(cells)}</tr></{part}>");

    static string Class(Column column) => column.IsNumeric ? " class=\"num\"" : "";

    static string Cell(object? value) =>
        value is long or int ? Convert.ToInt64(value, null).ToString("N0", CultureInfo.InvariantCulture) : TableWriter.Text(value);

    static string Text(string text) => HtmlEncoder.Default.Encode(text);
}
