using ApiSnoop.Charts;
using ApiSnoop.Conformance.Verdicts;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Reports.Conformance;

/// <summary>A difference of two runs as Markdown, fit for a comment on a pull request.</summary>
public static class DifferenceReport
{
    /// <summary>Writes the difference.</summary>
    public static void WriteMarkdown(ResultsDifference difference, TextWriter to)
    {
        to.WriteLine($"### From {VerdictTables.NameOf(difference.A)} to {VerdictTables.NameOf(difference.B)}");
        to.WriteLine();
        to.WriteLine(Sentence(difference));
        Write("endpoints", VerdictTables.Changes(difference), to);
        Write("tests", VerdictTables.TestChanges(difference), to);
    }

    /// <summary>What the difference comes to, in a sentence.</summary>
    public static string Sentence(ResultsDifference difference)
    {
        var parts = Enum.GetValues<ChangeKind>().Where(k => difference.Count(k) > 0)
            .Select(k => $"{Figures.Count(difference.Count(k))} {VerdictTables.Words(k)}").ToList();
        var endpoints = parts.Count == 0 ? "No endpoint fares differently" : $"Endpoints: {string.Join(", ", parts)}";
        return $"{endpoints}. Tests: {Figures.Count(difference.TestsAdded.Length)} added, "
            + $"{Figures.Count(difference.TestsRemoved.Length)} removed. "
            + $"(A: {difference.A.Origin.Words}. B: {difference.B.Origin.Words}.)";
    }

    static void Write(string noun, Table table, TextWriter to)
    {
        if (table.Rows.IsEmpty) return;
        to.WriteLine();
        // Long tables are folded, so that a comment stays a comment.
        to.WriteLine($"<details{(table.Rows.Length <= 10 ? " open" : "")}><summary>{Figures.Count(table.Rows.Length)} {noun}</summary>");
        to.WriteLine();
        TableWriter.Write(table, TableFormat.Markdown, to);
        to.WriteLine();
        to.WriteLine("</details>");
    }
}
