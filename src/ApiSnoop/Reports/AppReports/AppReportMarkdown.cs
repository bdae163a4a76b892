using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Reports.AppReports;

/// <summary>A report as Markdown, for a wiki or a pull request. It has no chart: there, none would be shown.</summary>
public static class AppReportMarkdown
{
    /// <summary>Writes it.</summary>
    public static void Write(AppReport report, TextWriter to)
    {
        to.WriteLine($"# {Plain(report.App)} on the Kubernetes API");
        to.WriteLine();
        to.WriteLine(Plain(report.Verdict));
        foreach (var section in report.Sections)
        {
            to.WriteLine();
            to.WriteLine($"## {section.Heading}");
            to.WriteLine();
            if (section.Table.Rows.IsEmpty)
            {
                to.WriteLine(section.Nothing);
                continue;
            }

            to.WriteLine(section.About);
            to.WriteLine();
            TableWriter.Write(section.Table, TableFormat.Markdown, to);
        }

        to.WriteLine();
        to.WriteLine("## What this rests on");
        to.WriteLine();
        foreach (var line in report.Basis) to.WriteLine($"- {Plain(line)}");
    }

    /// <summary>What came out of a log must be text here, too.</summary>
    static string Plain(string text)
    {
        foreach (var mark in (ReadOnlySpan<string>)["\\", "`", "*", "_", "[", "]", "<", ">", "|"])
            text = text.Replace(mark, "\\" + mark, StringComparison.Ordinal);
        return text.ReplaceLineEndings(" ");
    }
}
