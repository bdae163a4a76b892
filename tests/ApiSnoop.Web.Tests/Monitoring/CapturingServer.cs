using System.Text;
using ApiSnoop.Capturing;
using ApiSnoop.Catalog;
using ApiSnoop.Loading;
using ApiSnoop.Recording;
using ApiSnoop.Web.Access;
using ApiSnoop.Web.Capturing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ApiSnoop.Web.Tests.Monitoring;

/// <summary>A server with a capture beside it, over a store of its own.</summary>
sealed class CapturingServer : IAsyncDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("apisnoop-monitoring-").FullName;
    WebApplication? _app;

    CapturingServer() => Store = new RecordingStore(Path.Combine(_folder, "store"));

    public RecordingStore Store { get; }

    public CaptureDoor Door { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    public string Folder => _folder;

    public static async Task<CapturingServer> Start(
        Func<CapturingServer, ServerOptions, ServerOptions>? change = null, Action<CapturingServer>? before = null,
        ILoggerProvider? log = null)
    {
        var server = new CapturingServer();
        before?.Invoke(server);
        server.Door = CaptureDoor.Open(server.Store, new CaptureOptions(), new CaptureListening { Url = "https://127.0.0.1:9443/audit" });
        var options = new ServerOptions
        {
            Store = server.Store.Location,
            Url = "http://127.0.0.1:0",
            Hosts = ["apisnoop.example"],
            Version = "1.2.3",
            Capture = server.Door,
            Access = new AccessOptions { Tokens = server.Door.Tokens, WriteLog = Path.Combine(server._folder, "writes.jsonl") },
        };
        server._app = ApiSnoopServer.Build(change?.Invoke(server, options) ?? options);
        if (log is not null) server._app.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        await server._app.StartAsync();
        server.Http = new HttpClient { BaseAddress = new Uri(server._app.Urls.First()) };
        return server;
    }

    public Task Send(string sender, params IEnumerable<string> events) => Door.Capture.Take(
        sender, new MemoryStream(Encoding.UTF8.GetBytes($$"""{"kind":"EventList","items":[{{string.Join(',', events)}}]}""")), null,
        CancellationToken.None);

    public void Load(string app, IEnumerable<string> lines)
    {
        var log = Path.Combine(_folder, Guid.NewGuid().ToString("N") + ".log");
        File.WriteAllLines(log, lines);
        var request = new LoadRequest { App = app, Inputs = [log], Release = new ReleaseVersion(1, 20), Threads = 1 };
        AuditLoad.Run(request, Store, new LoadProgress(), CancellationToken.None);
    }

    public async Task<Dictionary<string, PrometheusText.Family>> Scrape() => PrometheusText.Parse(await Http.GetStringAsync("/metrics"));

    public async ValueTask DisposeAsync()
    {
        Http?.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        Door.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
