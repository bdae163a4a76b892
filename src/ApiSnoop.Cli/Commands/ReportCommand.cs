using System.CommandLine;
using ApiSnoop.Cli.Options;
using ApiSnoop.Reports;
using ApiSnoop.Reports.AppReports;

namespace ApiSnoop.Cli.Commands;

/// <summary><c>apisnoop report</c>: one page about an app, to be sent around.</summary>
internal sealed class ReportCommand : Command, IWithExamples
{
    readonly Argument<string> _app = new("APP") { Description = "The app" };
    readonly Option<string> _out = new("--out")
    {
        Description = "The file to write: .html opens without a server, .md goes into a wiki; - writes Markdown to standard output",
        HelpName = "FILE",
        Required = true,
    };
    readonly FilterOptions _filter = new(onLoad: false);
    readonly StoreOption _store = new();

    public ReportCommand()
        : base("report", "Write a page about an app: what it calls, from where, what will go and what replaces it")
    {
        Add(_app);
        Add(_out);
        _filter.AddTo(this);
        _store.AddTo(this);
        _out.Validators.Add(option =>
        {
            if (option.GetValueOrDefault<string>() is { } file && file != "-" && !IsHtml(file) && !IsMarkdown(file))
                option.AddError($"{file}: write a name that ends in .html or .md, or - for Markdown on standard output.");
        });
        SetAction(Run);
    }

    public string Examples => """
        Examples:
          apisnoop report my-app --out my-app.html
          apisnoop report my-app --out -
        """;

    int Run(ParseResult result)
    {
        var (app, file, store) = (result.GetRequiredValue(_app), result.GetRequiredValue(_out), _store.Open(result));
        var coverage = new RecordingShelf(store).Coverage(app, _filter.Filter(result)) ?? throw UserException.NoApp(app, store);
        var report = AppReport.Of(coverage);
        if (file == "-") AppReportMarkdown.Write(report, result.InvocationConfiguration.Output);
        else OutputFile.Write(file, to => Write(report, file, to));
        if (file != "-") result.InvocationConfiguration.Error.WriteLine($"{file} is about {app}. {report.Verdict}");
        return ExitCode.Done;
    }

    static void Write(AppReport report, string file, TextWriter to)
    {
        if (IsHtml(file)) AppReportHtml.Write(report, to);
        else AppReportMarkdown.Write(report, to);
    }

    static bool IsHtml(string file) => Path.GetExtension(file).ToUpperInvariant() is ".HTML" or ".HTM";

    static bool IsMarkdown(string file) => Path.GetExtension(file).ToUpperInvariant() is ".MD" or ".MARKDOWN";
}
