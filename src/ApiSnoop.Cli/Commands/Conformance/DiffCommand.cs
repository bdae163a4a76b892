using System.CommandLine;
using ApiSnoop.Cli.Options;
using ApiSnoop.Conformance.Verdicts;
using ApiSnoop.Reports.Conformance;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Cli.Commands.Conformance;

/// <summary><c>apisnoop diff</c>: what tests cover in one run and not in another.</summary>
internal sealed class DiffCommand : Command, IWithExamples
{
    readonly Argument<string> _a = new("A") { Description = "A recording, a release that has results, or a published result file" };
    readonly Argument<string> _b = new("B") { Description = "What to compare it with" };
    readonly Option<bool> _tests = new("--tests") { Description = "List the tests that came and went rather than the endpoints" };
    readonly OutputOption _output = new();
    readonly KnownOptions _known = new();

    public DiffCommand()
        : base("diff", "Compare what tests cover in two runs, releases or published files")
    {
        Add(_a);
        Add(_b);
        Add(_tests);
        _output.AddTo(this);
        _known.AddTo(this);
        SetAction(Run);
    }

    public string Examples => """
        Examples:
          apisnoop diff 1.35 1.36
          apisnoop diff 1.35 1.36 --tests --output csv
          apisnoop diff e2e-main e2e-pull-123 --output markdown > comment.md
        """;

    void Run(ParseResult result)
    {
        var (known, store) = (_known.Known(result), _known.Store(result));
        var difference = ResultsDifference.Between(
            ResultsArgument.Read(result.GetRequiredValue(_a), known, store),
            ResultsArgument.Read(result.GetRequiredValue(_b), known, store));
        if (_output.Format(result) == TableFormat.Markdown && !result.GetValue(_tests))
        {
            _output.Write(result, to => DifferenceReport.WriteMarkdown(difference, to));
            return;
        }
        _output.Print(result, result.GetValue(_tests) ? VerdictTables.TestChanges(difference) : VerdictTables.Changes(difference));
        result.InvocationConfiguration.Error.WriteLine(DifferenceReport.Sentence(difference));
    }
}
