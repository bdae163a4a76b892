using System.CommandLine;
using ApiSnoop.Cli.Options;
using ApiSnoop.Conformance.Standing;
using ApiSnoop.Reports.Conformance;

namespace ApiSnoop.Cli.Commands.Conformance;

/// <summary><c>apisnoop conformance endpoints</c>: the endpoints that conformance asks for, and the others with the reason.</summary>
internal sealed class EndpointsCommand : Command, IWithExamples
{
    readonly Argument<string?> _release = new("RELEASE")
    {
        Description = "Such as 1.36 [default: the newest that has results]",
        Arity = ArgumentArity.ZeroOrOne,
    };
    readonly Option<bool> _untested = new("--untested") { Description = "Only those without a conformance test" };
    readonly Option<bool> _new = new("--new") { Description = "Only those that no earlier release has" };
    readonly Option<string?> _since = new("--since")
    {
        Description = "Only those that this release or a later one brought",
        HelpName = "RELEASE",
    };
    readonly Option<bool> _ineligible = new("--ineligible") { Description = "Those that cannot have a conformance test, with the reason" };
    readonly Option<bool> _pending = new("--pending") { Description = "Only those that will be eligible and need no test yet" };
    readonly OutputOption _output = new();
    readonly KnownOptions _known = new();

    public EndpointsCommand()
        : base("endpoints", "List the endpoints of a release that are eligible for a conformance test")
    {
        Add(_release);
        foreach (var option in (Option[])[_untested, _new, _since, _ineligible, _pending]) Add(option);
        _output.AddTo(this);
        _known.AddTo(this);
        Validators.Add(command =>
        {
            if (command.GetValue(_ineligible) && command.GetValue(_pending))
                command.AddError("Give --ineligible or --pending, not both: no endpoint is on both lists.");
        });
        ReleaseArgument.CheckIn(_release);
        ReleaseArgument.CheckIn(_since);
        SetAction(Run);
    }

    public string Examples => """
        Examples:
          apisnoop conformance endpoints --untested
          apisnoop conformance endpoints 1.34 --new --output markdown
          apisnoop conformance endpoints --since 1.30
          apisnoop conformance endpoints --ineligible
        """;

    void Run(ParseResult result)
    {
        var known = _known.Known(result);
        var standing = KnownOptions.Standing(known, result.GetValue(_release));
        var since = ReleaseArgument.Parse(result.GetValue(_since));
        var rows = standing.Endpoints
            .Where(e => result.GetValue(_ineligible) ? e.Demand == Demand.Ineligible
                : result.GetValue(_pending) ? e.Demand == Demand.Pending : e.Eligible)
            .Where(e => !result.GetValue(_untested) || !e.ConformanceTested)
            .Where(e => !result.GetValue(_new) || e.New)
            .Where(e => since is null || e.Introduced >= since);
        var table = StandingTables.Endpoints(rows, known);
        _output.Print(result, result.GetValue(_ineligible) ? table : table.Without("reason", "link"));
    }
}
