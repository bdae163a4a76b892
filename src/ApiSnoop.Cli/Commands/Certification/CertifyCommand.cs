using System.CommandLine;
using ApiSnoop.Certification;
using ApiSnoop.Cli.Options;
using ApiSnoop.Filtering;
using ApiSnoop.Insights.Noise;
using ApiSnoop.Reports;

namespace ApiSnoop.Cli.Commands.Certification;

/// <summary><c>apisnoop certify</c>: may these apps be certified, and until when?</summary>
internal sealed class CertifyCommand : Command, IWithExamples
{
    readonly Argument<string[]> _apps = new("APP") { Description = "The apps to judge", Arity = ArgumentArity.OneOrMore };
    readonly VerdictOptions _terms = new();
    readonly VerdictOutput _output = new();
    readonly CertificateOptions _certificate = new();
    readonly StoreOption _store = new();

    public CertifyCommand()
        : base("certify", "Judge whether apps keep to stable APIs, and until which release they run")
    {
        Add(_apps);
        _terms.AddTo(this);
        _output.AddTo(this);
        _certificate.AddTo(this);
        _store.AddTo(this);
        SetAction(Run);
    }

    public string Examples => """
        Exit codes: 0 certified, 3 not enough seen for a verdict, 10 something in use is below the required level, 11 something in use
        ends after the target, 12 something in use is gone in the target. The greatest of 10, 11 and 12 wins. The rules are in
        docs/certification.

        Examples:
          apisnoop certify demo-app
          apisnoop certify shop --target 1.30 --require beta --output sarif
          apisnoop certify shop --out out --sign key.pem --version 2.3
          apisnoop certify shop --out out --sign key.pem --timestamp https://tsa.example.org
          apisnoop certify shop --ignore kubectl --ignore AS-007 --min-requests 1000 --min-span 1d
        """;

    int Run(ParseResult result)
    {
        var store = _store.Open(result);
        var shelf = new RecordingShelf(store);
        var terms = _terms.Terms(result);
        var noise = NoiseRules.InForce(store.Location);
        var apps = result.GetRequiredValue(_apps).Distinct(StringComparer.Ordinal)
            .Select(a => shelf.Coverage(a, RecordingFilter.All) ?? throw UserException.NoApp(a, store)).ToList();
        var verdicts = apps.Select(a => AppVerdict.Of(a, terms, noise)).ToList();
        _certificate.Write(result, apps.Zip(verdicts), noise, store.Clock);
        _output.Write(result, verdicts);
        return _terms.CodeOf(result, VerdictText.Worst(verdicts.Select(v => v.Kind)));
    }
}
