using ApiSnoop.Certification;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Reports.Certification;

/// <summary>Verdicts as Markdown, for the summary of a step or a README.</summary>
public static class VerdictMarkdown
{
    /// <summary>Writes the verdicts.</summary>
    public static void Write(IReadOnlyList<AppVerdict> verdicts, TextWriter to)
    {
        to.WriteLine("## Kubernetes API certification");
        to.WriteLine();
        TableWriter.Write(CertificationTables.Apps(verdicts).Without("why"), TableFormat.Markdown, to);
        foreach (var verdict in verdicts)
        {
            to.WriteLine();
            to.WriteLine($"### {Cell(verdict.App)}: {CertificationWords.Title(verdict)}");
            to.WriteLine();
            foreach (var fact in CertificationWords.Facts(verdict)) to.WriteLine($"* {Cell(fact)}");
            if (verdict.Findings.IsEmpty) continue;
            to.WriteLine();
            TableWriter.Write(CertificationWords.Findings(verdict), TableFormat.Markdown, to);
        }
    }

    /// <summary>Names come out of logs: none of them may become markup.</summary>
    static string Cell(string text) => string.Concat(text.ReplaceLineEndings(" ").Select(c => c switch
    {
        '<' => "&lt;",
        '\\' or '`' or '*' or '_' or '[' or ']' or '|' or '#' or '!' => $"\\{c}",
        _ => c.ToString(),
    }));
}
