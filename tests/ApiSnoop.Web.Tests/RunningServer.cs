using System.Diagnostics.CodeAnalysis;
using ApiSnoop.Catalog;
using ApiSnoop.Loading;
using ApiSnoop.Recording;
using Microsoft.AspNetCore.Builder;

namespace ApiSnoop.Web.Tests;

/// <summary>The real server on a free port of this machine, over a store of small real recordings.</summary>
public sealed class RunningServer : IAsyncLifetime
{
    readonly string _folder = Directory.CreateTempSubdirectory("apisnoop-web-").FullName;
    WebApplication? _app;

    /// <summary>Names that are trouble in paths, in markup, or both.</summary>
    public static IReadOnlyList<string> HostileNames { get; } =
        [AuditLines.HostileText, "a/b", "..", "%2F", "a b+c?d#e", "~2F", "Äpfel 🍎", "\\", "export"];

    public HttpClient Http { get; private set; } = null!;

    public RecordingStore Store { get; private set; } = null!;

    public string Address => _app!.Urls.First();

    public async ValueTask InitializeAsync()
    {
        Store = new RecordingStore(Path.Combine(_folder, "store"));
        Load("e2e", AuditLines.TestRun());
        Load("shop", AuditLines.Shop());
        foreach (var name in HostileNames) Load(name, AuditLines.Hostile());
        _app = await Start(Store.Location);
        Http = new HttpClient { BaseAddress = new Uri(Address) };
    }

    /// <summary>
    /// What a test damages on purpose is not to look like a failure in the run. ServerLogTests hold the line that is left out here.
    /// </summary>
    static RunningServer() => Environment.SetEnvironmentVariable("Logging__Console__LogLevel__ApiSnoop.Web.Hosting.DamageLog", "None");

    public static async Task<WebApplication> Start(string store)
    {
        var app = ApiSnoopServer.Build(new ServerOptions { Store = store, Url = "http://127.0.0.1:0", Version = "test" });
        await app.StartAsync();
        return app;
    }

    [SuppressMessage("Performance", "CA1822", Justification = "A fixture's way to load.")]
    public void Load(string app, IEnumerable<string> lines)
    {
        var log = Path.Combine(_folder, Guid.NewGuid().ToString("N") + ".log");
        File.WriteAllLines(log, lines);
        var request = new LoadRequest { App = app, Inputs = [log], Release = new ReleaseVersion(1, 20), Threads = 1 };
        AuditLoad.Run(request, Store, new LoadProgress(), CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (_app is not null) await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
