using System.CommandLine;
using ApiSnoop.Catalog;
using ApiSnoop.Cli.Options;
using ApiSnoop.Conformance;
using ApiSnoop.Conformance.Import;
using ApiSnoop.Conformance.Results;
using ApiSnoop.Loading;
using ApiSnoop.Reports.Conformance;

namespace ApiSnoop.Cli.Commands.Conformance;

/// <summary><c>apisnoop conformance import</c>: newer lists and results than those that ship.</summary>
internal sealed class ImportCommand : Command, IWithExamples
{
    readonly Argument<string[]> _files = new("FILE")
    {
        Description =
            "conformance.yaml, the list of ineligible or of pending endpoints, a list of e2e tests, an OpenAPI document, a published "
            + "result file, or an audit log of e2e tests; gzipped or not, told by what is in it",
        Arity = ArgumentArity.OneOrMore,
    };
    readonly Option<string?> _release = new("--release")
    {
        Description = "The release that the files are about [default: as the file or its name says]",
        HelpName = "RELEASE",
    };
    readonly FactsOption _facts = new();
    readonly StoreOption _store = new();

    public ImportCommand()
        : base("import", "Import newer lists and results than those that ship")
    {
        Add(_files);
        Add(_release);
        _facts.AddTo(this);
        _store.AddTo(this);
        ReleaseArgument.CheckIn(_release);
        SetAction((result, cancelled) => Task.Run(() => Run(result, cancelled), CancellationToken.None));
    }

    public string Examples => """
        Examples:
          apisnoop conformance import pending_eligible_endpoints.yaml ineligible_endpoints.yaml
          apisnoop conformance import conformance.yaml --release 1.37
          apisnoop conformance import 1.37.0.json
          apisnoop conformance import audit.log.gz --release 1.36
        """;

    int Run(ParseResult result, CancellationToken cancelled)
    {
        var release = ReleaseArgument.Parse(result.GetValue(_release));
        var folder = _facts.Folder(result, _store.Open(result));
        var import = new ConformanceImport(folder);
        foreach (var file in result.GetRequiredValue(_files))
        {
            if (!File.Exists(file) && !Directory.Exists(file)) throw new UserException($"There is no file {file}.");
            var document = ConformanceDocument.Open(file);
            var said = document.Kind == DocumentKind.Log
                ? import.Add(ResultsOf(file, release, folder, cancelled))
                : import.Add(document, release);
            result.InvocationConfiguration.Output.WriteLine($"{document.Name}: {said}");
        }
        return ExitCode.Done;
    }

    static TestResults ResultsOf(string file, ReleaseVersion? release, string folder, CancellationToken cancelled)
    {
        var known = KnownConformance.Open(folder);
        var request = new LoadRequest
        {
            App = "import",
            Inputs = [file],
            OwnSpec = release is { } wanted ? known.Release(wanted) : null,
            ToolVersion = ToolVersion.Text,
        };
        var log = AuditLoad.Count(request, new LoadProgress(), TimeProvider.System, cancelled);
        var results = LogResults.Of(log, known);
        return results.Tests.Length > 0 && results.Release.Version is not null ? results
            : throw new InvalidDataException($"{file}: no user agent in it names an e2e test, so nothing can be said of tests");
    }
}
