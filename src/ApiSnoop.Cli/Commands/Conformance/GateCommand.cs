using System.CommandLine;
using System.Globalization;
using ApiSnoop.Audit.Evidence;
using ApiSnoop.Audit.Inputs;
using ApiSnoop.Catalog;
using ApiSnoop.Cli.Options;
using ApiSnoop.Conformance;
using ApiSnoop.Conformance.Results;
using ApiSnoop.Conformance.Verdicts;
using ApiSnoop.Loading;
using ApiSnoop.Recording;
using ApiSnoop.Reports.Conformance;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Cli.Commands.Conformance;

/// <summary><c>apisnoop gate</c>: may this release ship, as far as its conformance tests go?</summary>
internal sealed class GateCommand : Command, IWithExamples
{
    readonly Option<string> _release = new("--release") { Description = "The release to judge", Required = true, HelpName = "RELEASE" };
    readonly Option<string[]> _log = new("--log")
    {
        Description = "Audit logs of its e2e run to judge by [default: the results that ship or were imported]",
        HelpName = "LOG",
        AllowMultipleArgumentsPerToken = true,
    };
    readonly Option<string?> _results = new("--results")
    {
        Description = "A published result file, or a recording, to judge by",
        HelpName = "FILE|APP",
    };
    readonly Option<string?> _baseline = new("--baseline")
    {
        Description = "What to compare with: a release, a published result file or a recording [default: only new endpoints count]",
        HelpName = "FILE|RELEASE|APP",
    };
    readonly Option<string?> _minTests = new("--min-tests")
    {
        Description = "How many tests of the release's list must have been seen for a verdict [default: 90%]",
        HelpName = "N|N%",
    };
    readonly Option<string?> _junit = new("--junit") { Description = "Also write a junit report", HelpName = "FILE" };
    readonly Option<string?> _summary = new("--summary")
    {
        Description = "Also add Markdown to a file, such as \"$GITHUB_STEP_SUMMARY\"",
        HelpName = "FILE",
    };
    readonly OutputOption _output = new();
    readonly KnownOptions _known = new();

    public GateCommand()
        : base("gate", "Judge whether every endpoint that a release brings has its conformance test")
    {
        foreach (var option in (Option[])[_release, _log, _results, _baseline, _minTests, _junit, _summary]) Add(option);
        _output.AddTo(this);
        _known.AddTo(this);
        _minTests.Validators.Add(option =>
        {
            if (option.Tokens is [var given] && !LeastTests.TryParse(given.Value, out _))
                option.AddError($"--min-tests {given.Value} is neither a number of tests nor a share such as 90%.");
        });
        Validators.Add(command =>
        {
            if (command.GetValue(_log) is { Length: > 0 } && command.GetValue(_results) is not null)
                command.AddError("Give --log or --results, not both.");
        });
        ReleaseArgument.CheckIn(_release);
        SetAction(Run);
    }

    public string Examples => """
        Exit codes: 0 passed, 3 no verdict (results missing, incomplete or of another release), 10 a new endpoint is untested,
        11 an endpoint of the baseline is not tested any more.

        Examples:
          apisnoop gate --release 1.36
          apisnoop gate --release 1.36 --baseline 1.35 --output json
          apisnoop gate --release 1.20 --log audit.log --junit gate.xml
        """;

    Task<int> Run(ParseResult result, CancellationToken cancelled) =>
        // On a thread of its own: a pipe that nobody writes to cannot be stopped, but it can be left.
        Task.Run(() => Judge(result, cancelled), CancellationToken.None);

    int Judge(ParseResult result, CancellationToken cancelled)
    {
        var known = _known.Known(result);
        var release = ReleaseArgument.Parse(result.GetRequiredValue(_release))!.Value;
        var verdict = Verdict(result, release, known, cancelled);
        var code = CodeOf(verdict);
        Write(result, verdict, code);
        return code;
    }

    GateVerdict Verdict(ParseResult result, ReleaseVersion release, KnownConformance known, CancellationToken cancelled)
    {
        try
        {
            var baseline = result.GetValue(_baseline) is { } text ? ResultsArgument.Read(text, known, _known.Store(result)) : null;
            var least = LeastTests.TryParse(result.GetValue(_minTests), out var given) ? given : LeastTests.Usual;
            var (results, problem) = Results(result, release, known, cancelled);
            return problem is null ? Gate.Judge(release, results, baseline, known, least) : new() { Release = release, Problem = problem };
        }
        catch (Exception e) when (e is LogInputException or InvalidDataException or UserException or StoreException or IOException)
        {
            // An input that cannot be read tells nothing of what is tested.
            return new() { Release = release, Problem = e.Message };
        }
    }

    static int CodeOf(GateVerdict verdict) => verdict switch
    {
        { IsGiven: false } => ExitCode.NoVerdict,
        { Untested.IsEmpty: false } => ExitCode.Untested,
        { Regressed.IsEmpty: false } => ExitCode.Regression,
        _ => ExitCode.Done,
    };

    (TestResults? Results, string? Problem) Results(
        ParseResult result, ReleaseVersion release, KnownConformance known, CancellationToken cancelled)
    {
        if (result.GetValue(_results) is { } text) return (ResultsArgument.Read(text, known, _known.Store(result)), null);
        if (result.GetValue(_log) is not { Length: > 0 } logs) return (known.Results(release), null);
        if (known.Release(release) is not { } operations)
            return (null, $"The operations of Kubernetes {release} are not known. Import them: apisnoop conformance import swagger.json.");
        var log = AuditLoad.Count(
            new LoadRequest
            {
                App = "gate",
                Inputs = logs,
                StandardInput = Console.OpenStandardInput,
                OwnSpec = operations,
                ToolVersion = ToolVersion.Text,
            },
            new LoadProgress(), TimeProvider.System, cancelled);
        if (log.Manifest.BadLines > 0)
            result.InvocationConfiguration.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{log.Manifest.BadLines:N0} of {log.Manifest.Lines:N0} lines are no audit events and were left out."));
        return log.Evidence is { Strength: EvidenceStrength.Strong } told && !told.Seen.Contains(release)
            ? (null, $"The log is of Kubernetes {told.Version}, not of {release}: {told.Sentence}.")
            : (LogResults.Of(log, known), null);
    }

    void Write(ParseResult result, GateVerdict verdict, int code)
    {
        if (result.GetValue(_junit) is { } junit) OutputFile.Write(junit, file => GateJunit.Write(verdict, file));
        if (result.GetValue(_summary) is { } summary)
            using (var file = File.AppendText(summary)) GateReport.WriteMarkdown(verdict, file);
        if (!_output.IsGiven(result)) _output.Write(result, to => GateReport.WriteWords(verdict, to));
        else if (_output.Format(result) == TableFormat.Json) _output.Write(result, to => GateReport.WriteJson(verdict, code, to));
        else if (_output.Format(result) == TableFormat.Markdown) _output.Write(result, to => GateReport.WriteMarkdown(verdict, to));
        else _output.Print(result, VerdictTables.Gate(verdict));
        if (verdict.Problem is { } problem && _output.IsGiven(result))
            result.InvocationConfiguration.Error.WriteLine($"No verdict: {problem}");
    }
}
