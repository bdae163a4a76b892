using System.CommandLine;
using System.Text.Json;
using ApiSnoop.Catalog;
using ApiSnoop.Charts;
using ApiSnoop.Cli.Options;
using ApiSnoop.Conformance;
using ApiSnoop.Reports.Conformance;
using ApiSnoop.Web;
using ApiSnoop.Web.Publishing;

namespace ApiSnoop.Cli.Commands.Conformance;

/// <summary><c>apisnoop publish</c>: the whole site as files.</summary>
internal sealed class PublishCommand : Command, IWithExamples
{
    /// <summary>Where the original project had its result files.</summary>
    const string Resources = "resources/coverage";

    readonly Argument<string> _out = new("OUT") { Description = "The folder to write to; made when it is not there" };
    readonly Option<string[]> _release = new("--release")
    {
        Description = "Only pages of this release; may be repeated [default: all]",
        HelpName = "RELEASE",
    };
    readonly StoreOption _store = new();

    public PublishCommand()
        : base("publish", "Write the whole site as static files, for a bucket or any file server")
    {
        Add(_out);
        Add(_release);
        ReleaseArgument.CheckIn(_release);
        _store.AddTo(this);
        SetAction(Run);
    }

    public string Examples => """
        Charts, tables, CSV and JSON have the paths that the server has; free filters and sorting are left out. The JSON files of
        resources/coverage have the shapes that the earlier site published.

        Examples:
          apisnoop publish ./site
          apisnoop publish ./site --store ./recordings --release 1.36
        """;

    async Task<int> Run(ParseResult result, CancellationToken cancelled)
    {
        var folder = Path.GetFullPath(result.GetRequiredValue(_out));
        var store = _store.Open(result);
        var error = result.InvocationConfiguration.Error;
        if (File.Exists(folder)) throw new UserException($"{folder} is a file; name a folder.");
        Directory.CreateDirectory(folder);
        var files = await StaticSite.WriteAsync(
            new ServerOptions { Store = store.Address, Version = ToolVersion.Text }, folder, Releases(result),
            count => error.WriteLine($"{Figures.Count(count, "file")} …"), cancelled).ConfigureAwait(false);
        var shapes = new EarlierShapes(KnownConformance.Open(KnownConformance.FolderIn(store.Location)));
        foreach (var (name, write) in shapes.Files())
        {
            Write(Path.Combine(folder, Resources, name), write);
            files++;
        }

        OutputFile.Write(Path.Combine(folder, Resources, "releases.yaml"), shapes.WriteReleases);
        files++;
        await error.WriteLineAsync($"{Figures.Count(files, "file")} written to {folder}").ConfigureAwait(false);
        return ExitCode.Done;
    }

    List<ReleaseVersion>? Releases(ParseResult result) => result.GetValue(_release) is { Length: > 0 } given
        ? [.. given.Select(ReleaseArgument.Parse).OfType<ReleaseVersion>()]
        : null;

    static void Write(string path, Action<Utf8JsonWriter> write)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var file = File.Create(path);
        using var json = new Utf8JsonWriter(file);
        write(json);
    }
}
