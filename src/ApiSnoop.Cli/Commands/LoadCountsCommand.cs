using System.CommandLine;
using ApiSnoop.Catalog;
using ApiSnoop.Charts;
using ApiSnoop.Cli.Options;
using ApiSnoop.Loading.RequestCounts;
using ApiSnoop.Recording;

namespace ApiSnoop.Cli.Commands;

/// <summary><c>apisnoop load-counts</c>: records an app or a cluster of OpenShift from its APIRequestCounts.</summary>
internal sealed class LoadCountsCommand : Command, IWithExamples
{
    readonly Argument<string> _file = new("FILE.json")
    {
        Description = "What oc get apirequestcounts -o json printed; - for standard input",
    };
    readonly Argument<string> _app = new("APP") { Description = "The name of the recording; one of that name is replaced" };
    readonly ReleaseOption _release = new();
    readonly KindOption _kind = new();
    readonly StoreOption _store = new();

    public LoadCountsCommand()
        : base("load-counts", "Load OpenShift's APIRequestCounts as a recording, where no audit log can be had")
    {
        Add(_file);
        Add(_app);
        _release.AddTo(this);
        _kind.AddTo(this);
        _store.AddTo(this);
        Validators.Add(command =>
        {
            if (!_release.IsGiven(command))
                command.AddError("Say which release of Kubernetes the cluster has, as the counts do not: --release 1.27. See oc version.");
        });
        SetAction(Run);
    }

    public string Examples => """
        Such a recording knows resources and verbs only: no subresources, namespaces, outcomes, times or single requests.

        Examples:
          oc get apirequestcounts -o json > counts.json
          apisnoop load-counts counts.json cluster --release 1.27
          apisnoop upgrade-risk cluster
        """;

    int Run(ParseResult result)
    {
        var path = result.GetRequiredValue(_file);
        if (path != "-" && !File.Exists(path)) throw new UserException($"There is no file {path}.");
        var release = KubernetesCatalog.Shipped.Load(_release.Version(result)!.Value);
        var kind = _kind.Kind(result) ?? RecordingKind.Cluster;
        var manifest = RequestCountLoad.Run(
            result.GetRequiredValue(_app), (path == "-" ? "standard input" : path, Bytes(path)), release, kind, _store.Open(result),
            ToolVersion.Text);
        var error = result.InvocationConfiguration.Error;
        foreach (var note in manifest.Notes) error.WriteLine($"Note: {note}");
        error.WriteLine(
            $"{manifest.App}: {Figures.Count(manifest.Requests, "request")}, {Figures.Count(manifest.MatchedRequests)} of them to "
                + $"endpoints of Kubernetes {manifest.Release}.");
        return ExitCode.Done;
    }

    static byte[] Bytes(string path)
    {
        if (path != "-") return File.ReadAllBytes(path);
        using var input = Console.OpenStandardInput();
        var bytes = new MemoryStream();
        input.CopyTo(bytes);
        return bytes.ToArray();
    }
}
