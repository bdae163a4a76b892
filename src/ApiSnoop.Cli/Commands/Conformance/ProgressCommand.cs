using System.CommandLine;
using ApiSnoop.Cli.Options;
using ApiSnoop.Conformance.Standing;
using ApiSnoop.Reports.Conformance;

namespace ApiSnoop.Cli.Commands.Conformance;

/// <summary><c>apisnoop conformance progress</c>: what each release did for coverage.</summary>
internal sealed class ProgressCommand : Command, IWithExamples
{
    readonly Option<string> _by = new("--by")
    {
        Description = "Count at the time of each release, or look back from a release by that which brought an endpoint",
        DefaultValueFactory = _ => "release",
        HelpName = "release|introduction",
    };
    readonly Option<string?> _release = new("--release")
    {
        Description = "The release to look back from [default: the newest]",
        HelpName = "RELEASE",
    };
    readonly OutputOption _output = new();
    readonly KnownOptions _known = new();

    public ProgressCommand()
        : base("progress", "Show what each release brought, tested, paid of old debt and still owes")
    {
        _by.AcceptOnlyFromAmong("release", "introduction");
        Add(_by);
        Add(_release);
        _output.AddTo(this);
        _known.AddTo(this);
        ReleaseArgument.CheckIn(_release);
        SetAction(Run);
    }

    public string Examples => """
        Examples:
          apisnoop conformance progress
          apisnoop conformance progress --by introduction --output csv
        """;

    void Run(ParseResult result)
    {
        var known = _known.Known(result);
        _output.Print(result, result.GetValue(_by) == "introduction"
            ? StandingTables.Introductions(IntroductionProgress.Of(KnownOptions.Standing(known, result.GetValue(_release))))
            : StandingTables.Progress(ReleaseProgress.All(known)));
    }
}
