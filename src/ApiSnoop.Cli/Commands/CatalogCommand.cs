using System.CommandLine;
using ApiSnoop.Catalog;
using ApiSnoop.Catalog.OpenApi;
using ApiSnoop.Cli.Options;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Cli.Commands;

/// <summary><c>apisnoop catalog</c>: the Kubernetes API by release, offline.</summary>
internal sealed class CatalogCommand : Command, IWithExamples
{
    public CatalogCommand()
        : base("catalog", "The Kubernetes API by release: list, show, compare, import")
    {
        Add(new ListCommand());
        Add(new ShowCommand());
        Add(new DiffCommand());
        Add(new ImportCommand());
    }

    public string Examples => """
        Examples:
          apisnoop catalog list
          apisnoop catalog show 1.20 --group apps
          apisnoop catalog diff 1.20 1.21 --output markdown
        """;

    static Release Load(string text)
    {
        var catalog = KubernetesCatalog.Shipped;
        return ReleaseVersion.TryParse(text, out var version) && catalog.Has(version)
            ? catalog.Load(version)
            : throw new UserException($"There is no release {text}. There are {catalog.Versions[0]} to {catalog.Newest}.");
    }

    sealed class ListCommand : Command
    {
        readonly OutputOption _output = new();

        public ListCommand()
            : base("list", "List the releases with the number of operations and the hash of what they were made from")
        {
            _output.AddTo(this);
            SetAction(result => _output.Print(result, CatalogTables.Releases(KubernetesCatalog.Shipped)));
        }
    }

    sealed class ShowCommand : Command
    {
        readonly Argument<string> _release = new("RELEASE") { Description = "Such as 1.20" };
        readonly Option<string?> _group = new("--group") { Description = "Only this API group; \"\" for core", HelpName = "GROUP" };
        readonly OutputOption _output = new();

        public ShowCommand()
            : base("show", "Show the operations of a release")
        {
            Add(_release);
            Add(_group);
            _output.AddTo(this);
            SetAction(result =>
                _output.Print(result, CatalogTables.Operations(Load(result.GetRequiredValue(_release)), result.GetValue(_group))));
        }
    }

    sealed class DiffCommand : Command
    {
        readonly Argument<string> _from = new("FROM") { Description = "The older release" };
        readonly Argument<string> _to = new("TO") { Description = "The newer release" };
        readonly OutputOption _output = new();

        public DiffCommand()
            : base("diff", "Show what was added, removed, promoted and deprecated between two releases")
        {
            Add(_from);
            Add(_to);
            _output.AddTo(this);
            SetAction(result =>
                _output.Print(result, CatalogTables.Diff(Load(result.GetRequiredValue(_from)), Load(result.GetRequiredValue(_to)))));
        }
    }

    sealed class ImportCommand : Command
    {
        readonly Argument<string[]> _documents = new("FILE|URL")
        {
            Description = "OpenAPI v2 or v3 documents of one release, gzipped or not",
            Arity = ArgumentArity.OneOrMore,
        };
        readonly Option<string> _release = new("--release")
        {
            Description = "The release they describe, such as 1.20",
            Required = true,
            HelpName = "RELEASE",
        };
        readonly Option<string> _facts = new("--facts")
        {
            Description = "Folder of the facts",
            DefaultValueFactory = _ => "data/facts",
            HelpName = "DIR",
        };

        public ImportCommand()
            : base("import", "Make facts of OpenAPI documents: the release's operations, with the sha256 of each document")
        {
            Add(_documents);
            Add(_release);
            Add(_facts);
            SetAction(Run);
        }

        async Task<int> Run(ParseResult result, CancellationToken cancelled)
        {
            if (!ReleaseVersion.TryParse(result.GetRequiredValue(_release), out var version))
                throw new UserException($"'{result.GetValue(_release)}' is no release: write 1.20.");
            var documents = new List<OpenApiDocument>();
            foreach (var document in result.GetRequiredValue(_documents))
                documents.Add(await OpenApiDocument.LoadAsync(document, cancelled).ConfigureAwait(false));
            var folder = result.GetRequiredValue(_facts);
            var release = CatalogImport.Import(folder, version, documents);
            await result.InvocationConfiguration.Error.WriteLineAsync(
                $"{release.Operations.Length:N0} operations of {release.Name} are in {folder}").ConfigureAwait(false);
            return ExitCode.Done;
        }
    }
}
