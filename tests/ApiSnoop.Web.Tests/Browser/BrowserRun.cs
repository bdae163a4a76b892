using ApiSnoop.Catalog;
using ApiSnoop.Loading;
using ApiSnoop.Recording;
using ApiSnoop.Web.Tests.Browser;
using Microsoft.AspNetCore.Builder;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(BrowserRun))]

namespace ApiSnoop.Web.Tests.Browser;

/// <summary>
/// One server over the demo's recordings and a hostile one, and one Chromium, for every browser test. Both start with the
/// first test that wants them, so that other tests do not wait for them.
/// </summary>
public sealed class BrowserRun : IAsyncDisposable
{
    public const string HostileApp = "hostile \"<b>app</b>\"";

    readonly Lazy<Task<Parts>> _parts = new(Start);

    /// <summary>Opens a page of its own, lets the test act on it, and fails on whatever the browser complained of.</summary>
    /// <param name="act">What is done on the page.</param>
    /// <param name="options">How the browser is set up; null for the usual way.</param>
    /// <param name="empty">Whether the server without recordings is visited.</param>
    /// <param name="address">The address of another server to visit.</param>
    public async Task Visit(
        Func<BrowserVisit, Task> act, BrowserNewContextOptions? options = null, bool empty = false, string? address = null)
    {
        if (Chromium() is null) Assert.Skip("There is no Chromium here. Install it: sudo apt-get install chromium");
        var parts = await _parts.Value;
        options ??= new BrowserNewContextOptions();
        options.BaseURL = address ?? (empty ? parts.Empty : parts.Server).Urls.First();
        options.ViewportSize ??= new ViewportSize { Width = 1280, Height = 900 };
        await using var context = await parts.Browser.NewContextAsync(options);
        context.SetDefaultTimeout(15_000);
        var visit = await BrowserVisit.Of(context, options.BaseURL);
        await act(visit);
        visit.ShouldHaveHadNoTrouble();
    }

    static string? Chromium() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/bin")
            .Select(folder => Path.Combine(folder, "chromium")).FirstOrDefault(File.Exists);

    static async Task<Parts> Start()
    {
        var folder = Directory.CreateTempSubdirectory("apisnoop-browser-").FullName;
        var store = new RecordingStore(Path.Combine(folder, "store"));
        var logs = DemoLogs() ?? throw new InvalidOperationException("data/demo is missing.");
        Load(store, "e2e", Path.Combine(logs, "e2e-v1.20.2.log.gz"));
        Load(store, "demo-app", Path.Combine(logs, "demo-app-v1.20.2.log.gz"));
        var hostile = Path.Combine(folder, "hostile.log");
        await File.WriteAllLinesAsync(hostile, HostileLines.All());
        Load(store, HostileApp, hostile, new ReleaseVersion(1, 20));

        var server = await RunningServer.Start(store.Location);
        var empty = await RunningServer.Start(Path.Combine(folder, "nothing"));
        var driver = await Playwright.CreateAsync();
        var browser = await driver.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium(),
            Headless = true,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
        return new Parts(folder, server, empty, driver, browser);
    }

    static void Load(RecordingStore store, string app, string log, ReleaseVersion? release = null) =>
        AuditLoad.Run(
            new LoadRequest { App = app, Inputs = [log], Release = release }, store, new LoadProgress(), CancellationToken.None);

    static string? DemoLogs()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "data", "demo", "e2e-v1.20.2.log.gz")))
                return Path.Combine(folder.FullName, "data", "demo");
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_parts.IsValueCreated || !_parts.Value.IsCompletedSuccessfully) return;
        var parts = await _parts.Value;
        await parts.Browser.CloseAsync();
        parts.Driver.Dispose();
        await parts.Server.DisposeAsync();
        await parts.Empty.DisposeAsync();
        Directory.Delete(parts.Folder, recursive: true);
    }

    sealed record Parts(string Folder, WebApplication Server, WebApplication Empty, IPlaywright Driver, IBrowser Browser);
}
