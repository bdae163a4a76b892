using System.CommandLine;
using ApiSnoop.Charts;
using ApiSnoop.Cli.Options;
using ApiSnoop.Reports.Usage;

namespace ApiSnoop.Cli.Commands;

/// <summary><c>apisnoop load-coverage</c>: imports the conformance spreadsheet.</summary>
internal sealed class LoadCoverageCommand : Command, IWithExamples
{
    readonly StoreOption _store = new();
    readonly Argument<string> _file = new("FILE.csv")
    {
        Description = "CSV with the columns METHOD, URL, Conformance?, Open questions, Test file",
    };

    public LoadCoverageCommand()
        : base("load-coverage",
        "Import the conformance spreadsheet, which coverage-spreadsheet combines with the hits; blank cells leave what was there")
    {
        Add(_file);
        _store.AddTo(this);
        SetAction(Run);
    }

    public string Examples => """
        Examples:
          apisnoop load-coverage sheet.csv
          apisnoop export-data coverage-spreadsheet sheet.csv
        """;

    int Run(ParseResult result)
    {
        var path = result.GetRequiredValue(_file);
        if (!File.Exists(path)) throw new UserException($"There is no file {path}.");
        var store = _store.Open(result);
        using var text = new StreamReader(path);
        var sheet = CoverageSheet.Read(text, path);
        CoverageSheetFile.Write(store, CoverageSheetFile.Read(store).OverlaidBy(sheet));
        result.InvocationConfiguration.Error.WriteLine($"{Figures.Count(sheet.Rows.Count(), "row")} imported from {path}");
        return ExitCode.Done;
    }
}
