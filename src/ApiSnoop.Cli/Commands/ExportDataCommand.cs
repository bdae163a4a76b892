using System.CommandLine;
using ApiSnoop.Charts;
using ApiSnoop.Cli.Options;
using ApiSnoop.Recording;
using ApiSnoop.Reports;
using ApiSnoop.Reports.Clusters;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Cli.Commands;

/// <summary><c>apisnoop export-data</c>: writes a table of some or all apps.</summary>
internal sealed class ExportDataCommand : Command, IWithExamples
{
    readonly StoreOption _store = new();
    readonly OutputOption _output = new("csv", oldName: "--format");
    readonly FilterOptions _filter = new(onLoad: false);
    readonly Option<string?> _run = new("--run")
    {
        Description = "The test run that tells what is tested [default: e2e, else the one of the newest release]",
        HelpName = "APP",
    };
    readonly Option<bool> _noUnused = new("--no-unused")
    {
        Description = "Leave out the rows that count what stayed unused (app-usage-endpoints)",
    };
    readonly Option<bool> _withNoise = new("--with-noise")
    {
        Description = "Count what the cluster's own noise and crawlers call as use (untested, popularity)",
    };
    readonly Argument<string> _exporter = new("EXPORTER") { Description = "What to export, see below" };
    readonly Argument<string?> _out = new("OUT")
    {
        Description = "The file to write, or - for standard output; left out with --out FILE",
        Arity = ArgumentArity.ZeroOrOne,
    };
    readonly Argument<string[]> _apps = new("APP")
    {
        Description = "Apps to export; a * stands for any text [default: all]",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public ExportDataCommand()
        : base("export-data", "Export a table of apps as CSV, JSON or Markdown")
    {
        _exporter.CompletionSources.Add([.. Exporters.All.Select(e => e.Name)]);
        Add(_exporter);
        Add(_out);
        Add(_apps);
        Add(_run);
        Add(_noUnused);
        Add(_withNoise);
        _output.AddTo(this);
        _filter.AddTo(this);
        _store.AddTo(this);
        Validators.Add(command =>
        {
            if (command.GetValue(_out) is null && !_output.NamesFile(command))
                command.AddError("Name the file to write, or - for standard output: apisnoop export-data EXPORTER OUT [APP...]");
        });
        SetAction(Run);
    }

    public string Examples => $"""
        Exporters:
        {string.Join(Environment.NewLine, Exporters.All.Select(e => $"  {e.Name,-22}{e.Summary}"))}

        Examples:
          apisnoop export-data app-usage-summary summary.csv
          apisnoop export-data untested - e2e --output markdown
          apisnoop export-data coverage-spreadsheet sheet.csv
          apisnoop export-data compare changes.csv last-week this-week
          apisnoop export-data endpoints - "*/prometheus"
        """;

    int Run(ParseResult result)
    {
        var name = result.GetRequiredValue(_exporter);
        var exporter = Exporters.Find(name)
            ?? throw new UserException($"Export not found: {name}. There are: {string.Join(", ", Exporters.All.Select(e => e.Name))}.");
        var shelf = new RecordingShelf(_store.Open(result));
        var filter = _filter.Filter(result);
        var (file, chosen) = Where(result, shelf);
        var named = Apps(shelf, chosen);
        foreach (var app in named)
            if (shelf.Open(app) is null)
                throw UserException.NoApp(app, shelf.Store);
        var input = shelf.Input(named, filter, Run(result, shelf), result.GetValue(_withNoise)) with
        {
            WithoutUnused = result.GetValue(_noUnused),
        };
        var table = exporter.Make(input);
        _output.Print(result, table, file);
        if (file is null) return ExitCode.Done;
        result.InvocationConfiguration.Error.WriteLine($"{Figures.Count(table.Rows.Length, "row")} written to {file}");
        return ExitCode.Done;
    }

    /// <summary>The file, null for standard output, and the apps. With --out the first word after the exporter is an app already.</summary>
    (string? File, string[] Apps) Where(ParseResult result, RecordingShelf shelf)
    {
        var (first, rest) = (result.GetValue(_out), result.GetValue(_apps) ?? []);
        if (_output.NamesFile(result)) return (_output.File(result), first is null ? rest : [first, .. rest]);
        // Whoever forgets the file would find one that is called like the app.
        if (first is not null && shelf.Store.Manifests().Any(m => NamedRecordings.Fits(first, m.App)))
            throw new UsageException(
                $"{first} is {(NamedRecordings.IsPattern(first) ? "a name of apps" : "an app")}, and the file comes before it: "
                    + $"apisnoop export-data {result.GetValue(_exporter)} FILE {first}. "
                    + $"Write ./{first} if a file of that name is meant.");
        return (first == "-" ? null : first, rest);
    }

    string? Run(ParseResult result, RecordingShelf shelf)
    {
        if (result.GetValue(_run) is not { } run) return null;
        return TestRuns.Chosen(shelf.Store.Manifests(), run)?.App
            ?? throw new UserException(
                $"There is no run {run}. There are: {string.Join(", ", TestRuns.Of(shelf.Store.Manifests()).Select(r => r.App))}.");
    }

    /// <summary>The apps in the order in which they were named, which comparing goes by.</summary>
    static IReadOnlyList<string> Apps(RecordingShelf shelf, string[] chosen)
    {
        var listing = shelf.Store.List();
        // What is left out without a word would be taken for unused.
        if (chosen.Length == 0 && listing.Damaged is [var damage, ..])
            throw new UserException($"{damage.Folder}: {damage.Reason}. Remove it, load its app again, or name the apps to export.");
        var known = listing.Manifests.Select(m => m.App).ToList();
        if (known.Count == 0) throw new UserException(UserException.NoRecordings(shelf.Store));
        return chosen.Length == 0 ? known : NamedRecordings.All(chosen, shelf.Store);
    }
}
