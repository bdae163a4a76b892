using System.CommandLine;
using ApiSnoop.Charts;
using ApiSnoop.Cli.Options;
using ApiSnoop.Conformance;
using ApiSnoop.Conformance.Proposals;
using ApiSnoop.Conformance.Standing;
using ApiSnoop.Filtering;
using ApiSnoop.Reports;
using ApiSnoop.Reports.Conformance;

namespace ApiSnoop.Cli.Commands.Conformance;

/// <summary><c>apisnoop conformance propose</c>: what a new test would add, or which tests are missing.</summary>
internal sealed class ProposeCommand : Command, IWithExamples
{
    readonly Argument<string?> _app = new("APP")
    {
        Description = "The recording of the new test [default: none, and what is missing is listed]",
        Arity = ArgumentArity.ZeroOrOne,
    };
    readonly Option<bool> _kinds = new("--kinds")
    {
        Description = "Without APP: kinds that a test is missing for, rather than tests to promote",
    };
    readonly Option<string?> _release = new("--release")
    {
        Description = "The release to judge by [default: the recording's, or the newest]",
        HelpName = "RELEASE",
    };
    readonly FilterOptions _filter = new(onLoad: false);
    readonly OutputOption _output = new();
    readonly KnownOptions _known = new();

    public ProposeCommand()
        : base("propose", "Show what a recorded test would add to conformance, or what would add most")
    {
        Add(_app);
        Add(_kinds);
        Add(_release);
        _filter.AddTo(this);
        _output.AddTo(this);
        _known.AddTo(this);
        ReleaseArgument.CheckIn(_release);
        SetAction(Run);
    }

    public string Examples => """
        Examples:
          apisnoop conformance propose my-test
          apisnoop conformance propose --release 1.34
          apisnoop conformance propose --kinds --release 1.34
        """;

    void Run(ParseResult result)
    {
        var known = _known.Known(result);
        if (result.GetValue(_app) is { } app)
        {
            Propose(result, app, known);
            return;
        }
        var standing = KnownOptions.Standing(known, result.GetValue(_release));
        _output.Print(result, result.GetValue(_kinds)
            ? VerdictTables.Kinds(UntestedKind.Of(standing))
            : VerdictTables.Candidates(PromotionCandidate.Of(standing)));
    }

    void Propose(ParseResult result, string app, KnownConformance known)
    {
        var store = _known.Store(result);
        var recording = new RecordingShelf(store).Coverage(app, _filter.Filter(result)) ?? throw UserException.NoApp(app, store);
        var release = result.GetValue(_release)
            ?? (recording.Release.Version is { } version && known.Results(version) is not null ? version.ToString() : null);
        var standing = KnownOptions.Standing(known, release);
        var proposal = ProposedTest.Of(
            standing,
            recording.Coverage.Endpoints.Where(e => e.Hit).ToDictionary(e => e.Operation.Id, e => e.Requests, StringComparer.Ordinal));
        _output.Print(result, VerdictTables.Proposal(proposal));
        result.InvocationConfiguration.Error.WriteLine(Words(proposal, standing));
    }

    static string Words(ProposedTest proposal, ReleaseStanding standing)
    {
        var after = proposal.TestedToday + proposal.Added;
        return $"It would add {Figures.Count(proposal.Added, "endpoint")}: {Figures.Count(proposal.TestedToday)} of "
            + $"{Figures.Count(proposal.Eligible)} eligible endpoints of {standing.Results.Release.Name} are conformance tested "
            + $"({Figures.Exact(proposal.TestedToday, proposal.Eligible)}), then {Figures.Count(after)} would be "
            + $"({Figures.Exact(after, proposal.Eligible)}). Judged by {standing.Results.Origin.Words}.";
    }
}
