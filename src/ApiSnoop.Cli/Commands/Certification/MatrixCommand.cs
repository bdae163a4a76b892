using System.CommandLine;
using ApiSnoop.Certification;
using ApiSnoop.Certification.Pictures;
using ApiSnoop.Cli.Options;
using ApiSnoop.Filtering;
using ApiSnoop.Insights.Noise;
using ApiSnoop.Reports;
using ApiSnoop.Reports.Certification;

namespace ApiSnoop.Cli.Commands.Certification;

/// <summary><c>apisnoop matrix</c>: which app runs on which release?</summary>
internal sealed class MatrixCommand : Command, IWithExamples
{
    readonly Argument<string[]> _apps = new("APP") { Description = "The apps [default: all]", Arity = ArgumentArity.ZeroOrMore };
    readonly Option<string?> _svg = new("--svg") { Description = "Also draw it", HelpName = "FILE.svg" };
    readonly OutputOption _output = new();
    readonly StoreOption _store = new();

    public MatrixCommand()
        : base("matrix", "Tell which app runs on which release: runs, ends, breaks")
    {
        Add(_apps);
        Add(_svg);
        _output.AddTo(this);
        _store.AddTo(this);
        SetAction(Run);
    }

    public string Examples => """
        An app runs on a release that has all it uses and keeps it, ends on one after which something goes, breaks where something lacks.

        Examples:
          apisnoop matrix
          apisnoop matrix shop billing --output csv
          apisnoop matrix --svg matrix.svg
        """;

    int Run(ParseResult result)
    {
        var store = _store.Open(result);
        var shelf = new RecordingShelf(store);
        var noise = NoiseRules.InForce(store.Location);
        List<string> apps = [.. result.GetValue(_apps) is { Length: > 0 } named ? named.Distinct(StringComparer.Ordinal)
            : store.Manifests().Select(m => m.App)];
        if (apps.Count == 0) throw new UserException(UserException.NoRecordings(store));
        var verdicts = apps.Select(a => shelf.Coverage(a, RecordingFilter.All) ?? throw UserException.NoApp(a, store))
            .Select(a => AppVerdict.Of(a, new CertificationTerms(), noise)).ToList();
        if (result.GetValue(_svg) is { } file) OutputFile.Write(file, to => to.Write(MatrixSvg.Of(verdicts)));
        _output.Print(result, CertificationMatrix.Of(verdicts));
        return ExitCode.Done;
    }
}
