using System.CommandLine;
using ApiSnoop.Catalog;
using ApiSnoop.Cli.Options;
using ApiSnoop.Conformance.Import;

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
        SetAction(Run);
    }

    public string Examples => """
        Examples:
          apisnoop conformance import pending_eligible_endpoints.yaml ineligible_endpoints.yaml
          apisnoop conformance import conformance.yaml --release 1.37
          apisnoop conformance import 1.37.0.json
        """;

    int Run(ParseResult result)
    {
        var release = ReleaseArgument.Parse(result.GetValue(_release));
        var import = new ConformanceImport(_facts.Folder(result, _store.Open(result)));
        foreach (var file in result.GetRequiredValue(_files))
        {
            var document = ConformanceDocument.Open(file);
            result.InvocationConfiguration.Output.WriteLine($"{document.Name}: {import.Add(document, release)}");
        }
        return ExitCode.Done;
    }
}
