using ApiSnoop.Catalog;
using ApiSnoop.Filtering;
using ApiSnoop.Loading;
using ApiSnoop.Recording;
using Microsoft.AspNetCore.Builder;

namespace ApiSnoop.Web.Tests;

/// <summary>A server over recordings of every kind: two runs, a cluster and an app out of it, apps of several releases and of
/// nothing.</summary>
public sealed class VerdictServer : IAsyncLifetime
{
    readonly string _folder = Directory.CreateTempSubdirectory("apisnoop-verdict-").FullName;
    WebApplication? _app;

    public HttpClient Http { get; private set; } = null!;

    public RecordingStore Store { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Store = new RecordingStore(Path.Combine(_folder, "store"));
        Load("e2e", [.. AuditLines.TestRun()]);
        Load("second", [.. AuditLines.TestRun().Skip(1), AuditLines.Event(
            "n1", "/api/v1/namespaces/a/secrets", "list", "e2e.test/v1.20.2 -- [sig-node] Secrets should be listed")]);
        string[] cluster =
        [
            AuditLines.Event("k1", "/api/v1/nodes", "list", "kubelet/1.20", user: "system:node:a"),
            AuditLines.Event("s1", "/api/v1/nodes", "list", "shop/1.0", user: "shop", second: 1),
            AuditLines.Event("s2", "/apis/batch/v1beta1/namespaces/a/cronjobs", "list", "shop/1.0", user: "shop", second: 2),
            AuditLines.Event("s3", "/apis/extensions/v1beta1/", "get", "shop/1.0", user: "shop", second: 3),
        ];
        Load("cluster", cluster);
        Load("shop", cluster, new LoadFilterTerms { Users = [TextPattern.Parse("shop", prose: false)] });
        Load("walker", [AuditLines.Event("w1", "/apis/extensions/v1beta1/", "get", "walker/1")]);
        Load("nobody", [AuditLines.Event("x1", "/", "get", "nobody/1")]);
        Load("newer", [AuditLines.Event("v1", "/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas", "list", "newer/1")], release: 36);
        _app = await RunningServer.Start(Store.Location);
        Http = new HttpClient { BaseAddress = new Uri(_app.Urls.First()) };
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (_app is not null) await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    void Load(string app, IReadOnlyList<string> lines, LoadFilterTerms? filter = null, int release = 20)
    {
        // The same lines are the same file, whose hash tells that two recordings share it.
        var log = Path.Combine(_folder, string.Join('\n', lines).GetHashCode(StringComparison.Ordinal) + ".log");
        File.WriteAllLines(log, lines);
        var request = new LoadRequest
        {
            App = app,
            Inputs = [log],
            Release = new ReleaseVersion(1, release),
            Filter = filter ?? LoadFilterTerms.None,
            Threads = 1,
        };
        AuditLoad.Run(request, Store, new LoadProgress(), CancellationToken.None);
    }
}
