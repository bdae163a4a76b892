using System.Collections.Concurrent;
using System.Diagnostics;
using ApiSnoop.Recording;
using ApiSnoop.Reports.Usage;
using Microsoft.AspNetCore.Builder;

namespace ApiSnoop.Web.Tests.Keeping;

/// <summary>
/// A server that keeps pages is told from one that was just started and keeps none by nothing but its speed, whatever was loaded,
/// removed or renamed in between.
/// </summary>
public sealed class KeptOrRenderedTests
{
    const int Changes = 10, Reads = 6;

    static readonly string[] s_apps = ["e2e", "shop", "a/b", "second"];

    static readonly string[] s_pages =
    [
        "/", "/e2e", "/e2e?view=table", "/e2e/stable/core", "/apps", "/apps/shop", "/apps/e2e", "/apps/a%2Fb", "/apps/second?all=true",
        "/endpoints", "/endpoints?q=pod", "/endpoints/listCoreV1Node", "/untested", "/tests", "/user-agents", "/unmatched", "/popularity",
        "/compare?a=e2e&b=shop", "/certification", "/certification/shop", "/conformance", "/api", "/about", "/endpoints?format=csv",
        "/user-agents?format=json", "/tests?format=md", "/apps/nobody", "/nothing", "/e2e?run=second", "/endpoints?app=second",
    ];

    static readonly string[] s_packings = ["", "br", "gzip", "gzip, br;q=0.5", "identity", "deflate"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Both_give_the_same_bytes_after_any_changes(int seed)
    {
        var random = new Random(seed);
        await using var loads = new RunningServer();
        await loads.InitializeAsync();
        await using var keeping = await Start(loads.Store, new ServerOptions { Store = "" }.MostPageBytes);
        for (var change = 0; change < Changes; change++)
        {
            var what = Change(loads, random);
            await using var fresh = await Start(loads.Store, 0);
            for (var read = 0; read < Reads; read++)
            {
                var (path, packing) = (s_pages[random.Next(s_pages.Length)], s_packings[random.Next(s_packings.Length)]);
                var method = random.Next(6) == 0 ? HttpMethod.Head : HttpMethod.Get;
                var expected = await ServedPage.Of(fresh, path, packing, method);
                for (var again = 0; again < 2; again++)
                    (await ServedPage.Of(keeping, path, packing, method))
                        .ShouldBe(expected, $"seed {seed}, change {change} ({what}), {method} {path} as \"{packing}\", time {again + 1}");
            }
        }
    }

    /// <summary>
    /// Readers ask all the time, and none who asks for the newest may see less than what was there when they asked; the others, less than
    /// what was there two seconds before.
    /// </summary>
    [Theory]
    [InlineData("no-cache", 0)]
    [InlineData("max-age=0", 0)]
    [InlineData("", 2)]
    public async Task No_page_is_older_than_a_load_that_has_ended(string wish, double seconds)
    {
        await using var loads = new RunningServer();
        await loads.InitializeAsync();
        await using var keeping = await Start(loads.Store, 1 << 24);
        using var http = new HttpClient { BaseAddress = new Uri(keeping.Urls.First()) };
        if (wish.Length > 0) http.DefaultRequestHeaders.Add("Cache-Control", wish);
        var (ended, asked, isOver) = (new ConcurrentQueue<(int Requests, long At)>(), 0, false);
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(Read, TestContext.Current.CancellationToken)).ToList();
        var began = Stopwatch.GetTimestamp();
        for (var requests = 1; requests <= 12 || Stopwatch.GetElapsedTime(began).TotalSeconds < 1.5 * seconds; requests++)
        {
            loads.Load("growing", Enumerable.Range(0, requests)
                .Select(i => AuditLines.Event($"g{i}", "/api/v1/nodes", "list", $"program-{i:D3}/1", second: i)));
            ended.Enqueue((requests, Stopwatch.GetTimestamp()));
            // Some loads follow one another at once, others leave the readers their time.
            while (requests % 3 == 0 && requests <= 12 && Volatile.Read(ref asked) < 2 * requests && !readers.Any(r => r.IsFaulted))
                await Task.Delay(5, TestContext.Current.CancellationToken);
            if (seconds > 0) await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Volatile.Write(ref isOver, true);
        await Task.WhenAll(readers);
        asked.ShouldBeGreaterThanOrEqualTo(24);

        async Task Read()
        {
            while (!Volatile.Read(ref isOver))
            {
                var least = ended.LastOrDefault(e => Stopwatch.GetElapsedTime(e.At).TotalSeconds >= seconds).Requests;
                using var answer = await http.GetAsync("/user-agents?app=growing", TestContext.Current.CancellationToken);
                var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                if (least > 0) page.ShouldContain($"program-{least - 1:D3}/1");
                Interlocked.Increment(ref asked);
            }
        }
    }

    /// <summary>Of apps that share a log each counts what no other does, which is asked of the rows: files that loads replace.</summary>
    [Fact]
    public async Task A_recording_that_is_replaced_while_a_page_reads_it_is_no_damage()
    {
        await using var loads = new RunningServer();
        await loads.InitializeAsync();
        await using var keeping = await Start(loads.Store, 1 << 24);
        using var http = new HttpClient { BaseAddress = new Uri(keeping.Urls.First()) };
        var (read, isOver) = (0, false);
        var reader = Task.Run(Read, TestContext.Current.CancellationToken);
        for (var i = 0; i < 40 || (Volatile.Read(ref read) < 8 && !reader.IsFaulted); i++)
        {
            loads.Load(i % 2 == 0 ? "one" : "other", AuditLines.Shop());
            await Task.Delay(25, TestContext.Current.CancellationToken);
        }

        Volatile.Write(ref isOver, true);
        await reader;

        async Task Read()
        {
            for (; !Volatile.Read(ref isOver); Interlocked.Increment(ref read))
            {
                using var answer = await http.GetAsync(read % 2 == 0 ? "/" : "/endpoints", TestContext.Current.CancellationToken);
                answer.EnsureSuccessStatusCode();
            }
        }
    }

    static string Change(RunningServer loads, Random random)
    {
        var app = s_apps[random.Next(s_apps.Length)];
        switch (random.Next(7))
        {
            case 0:
                return $"removal of {app}: {loads.Store.Remove(app)}";
            case 1:
                var kind = (RecordingKind)random.Next(3);
                return $"{app} is a {kind}: {loads.Store.SetKind(app, kind)}";
            case 2:
                var row = new SheetRow("get", "/api/v1/nodes", "yes", $"why {random.Next()}", "n.go");
                CoverageSheetFile.Write(loads.Store, CoverageSheet.Of([row]));
                return "a spreadsheet";
            default:
                var log = random.Next(3) switch { 0 => AuditLines.TestRun(), 1 => AuditLines.Shop(), _ => AuditLines.Hostile() };
                loads.Load(app, log.Take(1 + random.Next(4)));
                return $"a load of {app}";
        }
    }

    static async Task<WebApplication> Start(RecordingStore store, long pageBytes)
    {
        var server = ApiSnoopServer.Build(
            new ServerOptions { Store = store.Location, Url = "http://127.0.0.1:0", Version = "test", MostPageBytes = pageBytes });
        await server.StartAsync();
        return server;
    }
}
