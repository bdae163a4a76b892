using System.CommandLine;
using ApiSnoop.Audit.Streams;
using ApiSnoop.Charts;
using ApiSnoop.Cli.Options;
using ApiSnoop.Conformance.Runs;
using ApiSnoop.Reports.Conformance;

namespace ApiSnoop.Cli.Commands.Conformance;

/// <summary><c>apisnoop verify-results</c>: is a vendor's conformance run complete?</summary>
internal sealed class VerifyResultsCommand : Command, IWithExamples
{
    readonly Argument<string> _junit = new("JUNIT") { Description = "The run's junit_01.xml, gzipped or not" };
    readonly Option<string?> _log = new("--e2e-log") { Description = "The run's e2e.log, which must tell the same", HelpName = "FILE" };
    readonly Option<string> _release = new("--release")
    {
        Description = "The release of the cluster",
        Required = true,
        HelpName = "RELEASE",
    };
    readonly Option<bool> _all = new("--all") { Description = "List tests that passed, too" };
    readonly OutputOption _output = new();
    readonly KnownOptions _known = new();

    public VerifyResultsCommand()
        : base("verify-results", "Check a conformance run against the release's official list: missing, failed, skipped, extra")
    {
        Add(_junit);
        Add(_log);
        Add(_release);
        Add(_all);
        _output.AddTo(this);
        _known.AddTo(this);
        ReleaseArgument.CheckIn(_release);
        SetAction(Run);
    }

    public string Examples => """
        Exit codes: 0 the run is complete, 3 there is no list of the release's tests, 10 it is not complete.

        Examples:
          apisnoop verify-results junit_01.xml --release 1.36
          apisnoop verify-results junit_01.xml --e2e-log e2e.log --release 1.36 --output json
        """;

    int Run(ParseResult result)
    {
        var release = ReleaseArgument.Parse(result.GetRequiredValue(_release))!.Value;
        var error = result.InvocationConfiguration.Error;
        var list = _known.Known(result).Tests(release);
        if (list.Count == 0)
        {
            error.WriteLine($"No verdict: there is no list of the conformance tests of Kubernetes {release}.");
            return ExitCode.NoVerdict;
        }
        using var junit = UnpackedFile.Open(result.GetRequiredValue(_junit));
        var check = RunCheck.Of(release, list, JunitReport.Read(junit, result.GetRequiredValue(_junit)), Log(result));
        var shown = result.GetValue(_all) ? check
            : check with { Tests = check.Tests.RemoveAll(t => t.State == RunState.Passed) };
        _output.Print(result, VerdictTables.Run(shown));
        foreach (var disagreement in check.Disagreements) error.WriteLine(disagreement);
        error.WriteLine(Words(check));
        return check.IsComplete ? ExitCode.Done : ExitCode.BadResults;
    }

    E2eLog? Log(ParseResult result)
    {
        if (result.GetValue(_log) is not { } path) return null;
        using var stream = UnpackedFile.Open(path);
        using var reader = new StreamReader(stream);
        return E2eLog.Read(reader);
    }

    static string Words(RunCheck check) =>
        $"{(check.IsComplete ? "Complete" : "Not complete")}: of the {Figures.Count(check.Listed)} conformance tests of Kubernetes "
        + $"{check.Release} {Figures.Count(check.Count(RunState.Passed))} passed, {Figures.Count(check.Count(RunState.Failed))} failed, "
        + $"{Figures.Count(check.Count(RunState.Doubtful))} doubtful, {Figures.Count(check.Count(RunState.Missing))} missing; "
        + $"{Figures.Count(check.Count(RunState.Extra))} others passed.";
}
