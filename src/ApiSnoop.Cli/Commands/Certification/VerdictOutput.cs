using System.CommandLine;
using System.Text.Json.Nodes;
using ApiSnoop.Certification;
using ApiSnoop.Reports.Certification;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Cli.Commands.Certification;

/// <summary>How verdicts are written.</summary>
internal sealed class VerdictOutput
{
    readonly Option<string> _output = new("--output", "-o")
    {
        Description = "How to write the verdicts; wide adds every operation with the rule that judges it",
        DefaultValueFactory = _ => "table",
        HelpName = "csv|json|junit|markdown|sarif|table|wide|yaml",
    };
    readonly Option<string?> _file = new("--sarif-file")
    {
        Description = "The file of the repository that SARIF's results point at [default: the certificate]",
        HelpName = "PATH",
    };

    readonly Option<string?> _out = new("--out") { Description = "The file to write it to [default: standard output]", HelpName = "FILE" };
    readonly bool _brief;

    /// <summary>Makes the options.</summary>
    /// <param name="brief">Whether a table has a row for each app and no more.</param>
    public VerdictOutput(bool brief = false)
    {
        _brief = brief;
        _output.AcceptOnlyFromAmong("csv", "json", "junit", "markdown", "sarif", "table", "wide", "yaml");
    }

    public void AddTo(Command command)
    {
        command.Add(_output);
        command.Add(_file);
        if (_brief) command.Add(_out);
    }

    public void Write(ParseResult result, IReadOnlyList<AppVerdict> verdicts)
    {
        if (_brief && result.GetValue(_out) is { } file and not "-") OutputFile.Write(file, to => Write(result, verdicts, to));
        else Write(result, verdicts, result.InvocationConfiguration.Output);
    }

    void Write(ParseResult result, IReadOnlyList<AppVerdict> verdicts, TextWriter to)
    {
        switch (result.GetRequiredValue(_output))
        {
            case "csv":
                TableWriter.Write(CertificationTables.Risks(verdicts), TableFormat.Csv, to);
                break;
            case "json":
                to.WriteLine(JsonYaml.Json(Json(verdicts)));
                break;
            case "yaml":
                JsonYaml.WriteYaml(Json(verdicts), to);
                break;
            case "junit":
                VerdictJunit.Write(verdicts, to);
                break;
            case "sarif":
                to.WriteLine(JsonYaml.Json(VerdictSarif.Of(verdicts, result.GetValue(_file), ToolVersion.Text)));
                break;
            case "markdown":
                VerdictMarkdown.Write(verdicts, to);
                break;
            case var format when _brief:
                TableWriter.Write(CertificationTables.Apps(verdicts), format == "wide" ? TableFormat.Wide : TableFormat.Table, to);
                break;
            case var format:
                WriteWords(verdicts, format == "wide", to);
                break;
        }
    }

    static JsonArray Json(IEnumerable<AppVerdict> verdicts) => [.. verdicts.Select(VerdictJson.Of)];

    static void WriteWords(IReadOnlyList<AppVerdict> verdicts, bool wide, TextWriter to)
    {
        foreach (var verdict in verdicts)
        {
            if (verdict != verdicts[0]) to.WriteLine();
            CertificationWords.Write(verdict, to);
            if (!wide) continue;
            foreach (var table in (Table[])[
                CertificationTables.Operations(verdict), CertificationTables.Foreign(verdict), CertificationTables.Risks([verdict]),
            ])
            {
                if (table.Rows.IsEmpty) continue;
                to.WriteLine();
                TableWriter.Write(table, TableFormat.Wide, to);
            }
        }

        if (verdicts.Count < 2) return;
        to.WriteLine();
        TableWriter.Write(CertificationTables.Apps(verdicts), TableFormat.Table, to);
    }
}
