using System.CommandLine;
using ApiSnoop.Cli.Options;
using ApiSnoop.Conformance.Standing;
using ApiSnoop.Reports.Conformance;

namespace ApiSnoop.Cli.Commands.Conformance;

/// <summary><c>apisnoop conformance status</c>: how far a release is covered.</summary>
internal sealed class StatusCommand : Command, IWithExamples
{
    readonly Argument<string?> _release = new("RELEASE")
    {
        Description = "Such as 1.36 [default: all that have results]",
        Arity = ArgumentArity.ZeroOrOne,
    };
    readonly OutputOption _output = new();
    readonly KnownOptions _known = new();

    public StatusCommand()
        : base("status", "Show how many eligible endpoints of a release are conformance tested, and what is owed")
    {
        Add(_release);
        _output.AddTo(this);
        _known.AddTo(this);
        ReleaseArgument.CheckIn(_release);
        SetAction(Run);
    }

    public string Examples => """
        Examples:
          apisnoop conformance status
          apisnoop conformance status 1.36 --output json
        """;

    void Run(ParseResult result)
    {
        var known = _known.Known(result);
        if (ReleaseArgument.Parse(result.GetValue(_release)) is { } release && known.Results(release) is null)
            throw KnownOptions.NoResults(known, release);
        var rows = ReleaseProgress.All(known)
            .Where(r => ReleaseArgument.Parse(result.GetValue(_release)) is not { } wanted || r.Release == wanted);
        _output.Print(result, StandingTables.Status(rows));
    }
}
