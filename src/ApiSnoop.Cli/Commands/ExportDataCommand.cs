using System.CommandLine;
using ApiSnoop.Charts;
using ApiSnoop.Cli.Options;
using ApiSnoop.Filtering;
using ApiSnoop.Reports;
using ApiSnoop.Reports.Tables;
using ApiSnoop.Reports.Usage;

namespace ApiSnoop.Cli.Commands;

/// <summary><c>apisnoop export-data</c>: writes a table of some or all apps.</summary>
internal sealed class ExportDataCommand : Command, IWithExamples
{
    readonly StoreOption _store = new();
    readonly OutputOption _format = new("--format", "csv");
    readonly FilterOptions _filter = new(onLoad: false);
    readonly Argument<string> _exporter = new("EXPORTER") { Description = "What to export, see below" };
    readonly Argument<string> _out = new("OUT") { Description = "The file to write, or - for standard output" };
    readonly Argument<string[]> _apps = new("APP") { Description = "Apps to export [default: all]", Arity = ArgumentArity.ZeroOrMore };

    public ExportDataCommand()
        : base("export-data", "Export a table of apps as CSV, JSON or Markdown")
    {
        Add(_exporter);
        Add(_out);
        Add(_apps);
        _format.AddTo(this);
        _filter.AddTo(this);
        _store.AddTo(this);
        SetAction(Run);
    }

    public string Examples => $"""
        Exporters:
        {string.Join(Environment.NewLine, Exporters.All.Select(e => $"  {e.Name,-22}{e.Summary}"))}

        Examples:
          apisnoop export-data app-usage-summary summary.csv
          apisnoop export-data untested - e2e --format markdown
          apisnoop export-data coverage-spreadsheet sheet.csv
        """;

    int Run(ParseResult result)
    {
        var name = result.GetRequiredValue(_exporter);
        var exporter = Exporters.Find(name)
            ?? throw new UserException($"Export not found: {name}. There are: {string.Join(", ", Exporters.All.Select(e => e.Name))}.");
        var shelf = new RecordingShelf(_store.Open(result));
        var filter = _filter.Filter(result);
        var apps = Apps(shelf, result.GetValue(_apps) ?? []).Select(a => Covered(shelf, a, filter)).ToList();
        var table = exporter.Make(new ExportInput(apps, CoverageSheetFile.Read(shelf.Store), shelf.TestRun(filter)));
        Write(result, table, result.GetRequiredValue(_out));
        return ExitCode.Done;
    }

    static IEnumerable<string> Apps(RecordingShelf shelf, string[] chosen)
    {
        var listing = shelf.Store.List();
        // What is left out without a word would be taken for unused.
        if (chosen.Length == 0 && listing.Damaged is [var damage, ..])
            throw new UserException($"{damage.Folder}: {damage.Reason}. Remove it, load its app again, or name the apps to export.");
        var known = listing.Manifests.Select(m => m.App).ToList();
        if (known.Count == 0) throw new UserException(UserException.NoRecordings(shelf.Store));
        return chosen.Length == 0 ? known : chosen.Distinct().Order(StringComparer.Ordinal);
    }

    static AppCoverage Covered(RecordingShelf shelf, string app, RecordingFilter filter) => shelf.Coverage(app, filter)
        ?? throw UserException.NoApp(app, shelf.Store);

    void Write(ParseResult result, Table table, string path)
    {
        if (path == "-")
        {
            TableWriter.Write(table, _format.Format(result), result.InvocationConfiguration.Output);
            return;
        }

        OutputFile.Write(path, file => TableWriter.Write(table, _format.Format(result), file));
        result.InvocationConfiguration.Error.WriteLine($"{Figures.Count(table.Rows.Length, "row")} written to {path}");
    }
}
