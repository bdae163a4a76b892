using System.Globalization;
using System.Text.Json.Nodes;
using ApiSnoop.Certification.Certificates;
using ApiSnoop.Charts;
using ApiSnoop.Reports;
using ApiSnoop.Reports.Certification;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Certification.Pictures;

/// <summary>A certificate as a page of its own, with the sunburst of what the app uses; it prints on one sheet.</summary>
public static class CertificatePage
{
    /// <summary>So many rows of findings fit on the sheet.</summary>
    const int MostRows = 8;

    const string Style = """
        :root{color-scheme:light dark}
        @page{size:A4;margin:11mm}
        body{font:14px/1.45 system-ui,"Segoe UI","DejaVu Sans",sans-serif;max-width:60rem;margin:1.5rem auto;padding:0 1rem}
        body{overflow-wrap:anywhere}
        h1{font-size:1.6rem;margin:.2rem 0}
        h2{font-size:1.05rem;margin:1rem 0 .3rem}
        .top{display:flex;flex-wrap:wrap;gap:1rem;align-items:flex-start;justify-content:space-between}
        .top>ul{flex:1 1 18rem;padding-left:1.1rem;margin:0}
        .sign{display:inline-block;padding:.15rem .7rem;border-radius:1rem;color:#fff;font-weight:700}
        svg{max-width:100%;height:auto}
        .chart-box{flex:0 1 21rem}
        table{border-collapse:collapse;width:100%;font-size:.86em}
        td,th{text-align:left;padding:.15rem .4rem;border-bottom:1px solid #8886;vertical-align:top}
        code{font-size:.85em}
        footer{margin-top:1rem;font-size:.8em;opacity:.8}
        @media print{body{font-size:10.5px;margin:0;max-width:none;padding:0}.chart-box{flex-basis:15.5rem}h2{margin:.6rem 0 .2rem}}
        """;

    const string Policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

    /// <summary>The page.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="app">The recording that it was made from.</param>
    public static string ToHtml(Certificate certificate, AppCoverage app)
    {
        var verdict = certificate.Verdict;
        var sign = VerdictSign.Of(verdict);
        var (name, title) = (Text(verdict.App), Text(CertificationWords.Title(verdict)));
        var to = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        to.WriteLine("<!DOCTYPE html>");
        to.WriteLine("<html lang=\"en\"><head><meta charset=\"utf-8\">");
        to.WriteLine("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        to.WriteLine($"<meta http-equiv=\"Content-Security-Policy\" content=\"{Policy}\">");
        to.WriteLine($"<title>{name}: {title}</title>");
        to.WriteLine($"<style>{Style} .sign{{background:{sign.Colour}}}</style></head><body>");
        to.WriteLine($"<h1>{name} {Text(certificate.AppVersion)}</h1>");
        to.WriteLine($"<p><span class=\"sign\">{Text(sign.Message)}</span> {title}</p>");
        to.WriteLine("<div class=\"top\"><ul>");
        foreach (var fact in CertificationWords.Facts(verdict)) to.WriteLine($"<li>{Text(fact)}</li>");
        to.WriteLine($"</ul><div class=\"chart-box\">{Chart(verdict, app)}</div></div>");
        WriteTable(to, "What stands in the way", CertificationWords.Findings(verdict));
        WriteTable(to, "Noise, not held against the app", CertificationTables.Noise(verdict));
        WriteTable(to, "Evidence", EvidenceTable(certificate));
        to.Write($"<footer>Made by APISnoop {Text(certificate.ToolVersion)} on {certificate.IssuedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC. ");
        to.Write("Who has the recording and the signed file can come to the same verdict: ");
        to.WriteLine("<code>apisnoop certificate verify FILE --key pub.pem --evidence RECORDING</code></footer>");
        to.WriteLine("</body></html>");
        return to.ToString();
    }

    static string Chart(AppVerdict verdict, AppCoverage app)
    {
        // What is drawn is what counts: discovery and what was only attempted are none of it.
        var used = verdict.InUse.Select(o => o.Operation.Id).ToHashSet(StringComparer.Ordinal);
        var endpoints = app.Coverage.Endpoints.Where(e => used.Contains(e.Operation.Id));
        var drawn = app with { Coverage = app.Coverage with { Endpoints = [.. endpoints] } };
        if (used.Count == 0) return "";
        var root = CoverageSlices.Of(drawn, ChartMeaning.AppUsage, withDeprecated: true);
        return ChartSvg.ToText(root, new() { Meaning = ChartMeaning.AppUsage, Standalone = true, Title = CoverageSlices.TitleOf(app) });
    }

    static Table EvidenceTable(Certificate certificate)
    {
        List<object?[]> rows = [.. certificate.Subjects.Take(3).Select(s => new object?[] { $"subject {s.Name}", s.Sha256 })];
        rows.Add(["recording", Evidence.Sha256(certificate.Evidence["recording"])]);
        var logs = (certificate.Evidence["logs"] as JsonArray ?? []).ToList();
        rows.AddRange(logs.Take(3).Select(l => new object?[] { $"log {l?["name"]}", Evidence.Sha256(l) }));
        if (logs.Count > 3) rows.Add([$"and {logs.Count - 3} more logs", "in the certificate"]);
        rows.Add(["rules", Evidence.Sha256(certificate.Evidence["rules"])]);
        rows.Add(["operations by release", Evidence.Sha256(certificate.Evidence["facts"]?["operations.tsv"])]);
        if (certificate.Evidence["auditPolicy"] is { } policy) rows.Add(["audit policy", Evidence.Sha256(policy)]);
        return Table.Of(["what", "SHA-256"], rows);
    }

    static void WriteTable(TextWriter to, string heading, Table table)
    {
        if (table.Rows.IsEmpty) return;
        to.Write($"<h2>{Text(heading)}</h2><table><tr>");
        foreach (var column in table.Columns) to.Write($"<th>{Text(column.Name)}</th>");
        to.WriteLine("</tr>");
        foreach (var row in table.Rows.Take(MostRows))
            to.WriteLine($"<tr>{string.Concat(row.Select(c => $"<td>{Text(TableWriter.Text(c))}</td>"))}</tr>");
        to.WriteLine("</table>");
        if (table.Rows.Length > MostRows)
            to.WriteLine($"<p>and {Figures.Count(table.Rows.Length - MostRows)} more, all of them in the certificate</p>");
    }

    /// <summary>Names come out of logs: none of them may become markup, nor turn the direction of the text.</summary>
    static string Text(string text) => new Svg().Text(text).ToString();
}
