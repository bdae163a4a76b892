using AngleSharp;
using AngleSharp.Dom;
using ApiSnoop.Catalog;
using ApiSnoop.Loading;
using ApiSnoop.Recording;
using Microsoft.AspNetCore.Builder;

namespace ApiSnoop.Web.Tests;

/// <summary>What a log cannot show stands where its recording is first shown.</summary>
public sealed class BlindSpotPageTests(BlindSpotServer server) : IClassFixture<BlindSpotServer>
{
    [Theory]
    [InlineData("/apps/writer", "Not observed: reads (get, list, watch) – none is among 40 requests for resources; "
        + "programs and tests (in part) – 39 of 40 requests have no user agent. What was not logged is not unused.")]
    [InlineData("/e2e", "Not observed: list, watch – none is among 40 requests for resources; "
        + "writes (create, update, patch, delete) – none is among 40 requests for resources. What was not logged is not unused.")]
    [InlineData("/", "e2e: Not observed: list, watch")]
    [InlineData("/", "writer: Not observed: reads (get, list, watch)")]
    public async Task A_page_says_what_the_log_cannot_show_before_its_figures(string path, string words)
    {
        var page = await Get(path);
        var notes = page.QuerySelectorAll("[data-region=blind-spots]");

        notes.Select(n => string.Join(' ', n.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace(" .", "."))
            .ShouldContain(w => w.Contains(words));
        if (path.Length > 1)
            notes[0].CompareDocumentPosition(page.QuerySelector("svg.chart")!).HasFlag(DocumentPositions.Following).ShouldBeTrue();
    }

    [Fact]
    public async Task A_card_names_it() => (await Get("/apps")).QuerySelector("a[href='/apps/writer']")!.TextContent
        .ShouldContain("Not observed: reads (get, list, watch); programs and tests (in part)");

    async Task<IDocument> Get(string path)
    {
        var html = await server.Http.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return await BrowsingContext.New().OpenAsync(r => r.Content(html), TestContext.Current.CancellationToken);
    }
}

/// <summary>A server over recordings whose logs lack something.</summary>
public sealed class BlindSpotServer : IAsyncLifetime
{
    readonly string _folder = Directory.CreateTempSubdirectory("apisnoop-blind-").FullName;
    WebApplication? _app;

    public HttpClient Http { get; private set; } = new();

    public async ValueTask InitializeAsync()
    {
        var store = new RecordingStore(Path.Combine(_folder, "store"));
        Load(store, "e2e", i => AuditLines.Event($"e{i}", $"/api/v1/nodes/n{i}", "get", "e2e.test/v1.20.2 -- [sig-node] reads"));
        Load(store, "writer", i => AuditLines.Event($"w{i}", $"/api/v1/nodes/n{i}", "patch", i == 0 ? "<b>" : "", user: "writer"));
        _app = await RunningServer.Start(store.Location);
        Http = new HttpClient { BaseAddress = new Uri(_app.Urls.First()) };
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (_app is not null) await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    void Load(RecordingStore store, string app, Func<int, string> line)
    {
        var log = Path.Combine(_folder, app + ".log");
        File.WriteAllLines(log, Enumerable.Range(0, 40).Select(line));
        AuditLoad.Run(
            new LoadRequest { App = app, Inputs = [log], Release = new ReleaseVersion(1, 20), Threads = 1 }, store, new LoadProgress(),
            CancellationToken.None);
    }
}
