using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ApiSnoop.Tests.Audit;
using ApiSnoop.Tests.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ApiSnoop.Tests.Serving;

/// <summary>The command as a service: its log, what it sends to a collector, and whom it lets in from elsewhere.</summary>
public sealed class ServingTests : IDisposable
{
    readonly Apisnoop _apisnoop = new();

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _apisnoop.Dispose();

    [Fact]
    public async Task With_the_format_json_every_line_of_the_log_is_an_object()
    {
        _apisnoop.Run("load-audit", _apisnoop.Write("a.log", AuditText.Event() + "\n"), "broken", "--release", "1.20").Code.ShouldBe(0);
        var cube = Directory.GetFiles(_apisnoop.Folder, "cube-*", SearchOption.AllDirectories).ShouldHaveSingleItem();
        await File.WriteAllTextAsync(cube, "damage", Stop);
        using var server = _apisnoop.Start("start-server", "--url", "http://127.0.0.1:0", "--log-format", "json");
        var lines = new List<string>();
        try
        {
            lines.Add((await server.StandardError.ReadLineAsync(Stop)).ShouldNotBeNull());
            using var http = new HttpClient { BaseAddress = new Uri(Regex.Match(lines[0], @"http://[\d.:]+").Value) };
            (await http.GetAsync("/endpoints", Stop)).Dispose();
            lines.Add((await server.StandardError.ReadLineAsync(Stop)).ShouldNotBeNull());
        }
        finally
        {
            server.Kill();
        }

        foreach (var line in lines)
        {
            using var json = JsonDocument.Parse(line);
            foreach (var name in (string[])["Timestamp", "LogLevel", "Category", "Message"])
                json.RootElement.GetProperty(name).GetString().ShouldNotBeNullOrEmpty();
        }

        lines[0].ShouldContain("APISnoop shows");
        lines[1].ShouldContain("A recording cannot be read");
    }

    [Fact]
    public async Task A_load_is_told_to_the_collector_that_the_environment_names()
    {
        var posts = new ConcurrentDictionary<string, string>();
        await using var collector = await Collector(posts);
        var log = _apisnoop.Write("a.log", AuditText.Event() + "\n");

        var (code, error) = await Run(collector.Urls.First(), "load-audit", log, "told-app", "--release", "1.20");

        code.ShouldBe(0, error);
        posts["/v1/traces"].ShouldContain("load");
        posts["/v1/traces"].ShouldContain("told-app");
        posts["/v1/traces"].ShouldContain("apisnoop.events");
        posts["/v1/metrics"].ShouldContain("apisnoop.load.events");
        posts["/v1/metrics"].ShouldContain("apisnoop.load.duration");
    }

    [Fact]
    public async Task Answers_of_a_server_are_told_too()
    {
        var posts = new ConcurrentDictionary<string, string>();
        await using var collector = await Collector(posts);
        using var server = Process.Start(Start(collector.Urls.First(), "start-server", "--url", "http://127.0.0.1:0"))!;
        try
        {
            var line = (await server.StandardError.ReadLineAsync(Stop)).ShouldNotBeNull();
            using var http = new HttpClient { BaseAddress = new Uri(Regex.Match(line, @"http://[\d.:]+").Value) };
            (await http.GetAsync("/api/v1/recordings", Stop)).EnsureSuccessStatusCode();
            // What is measured is told again and again; the first time may be before the answer.
            bool Told(string kind, string what) => posts.GetValueOrDefault(kind, "").Contains(what, StringComparison.Ordinal);
            for (var i = 0; i < 1200 && !(Told("/v1/traces", "Microsoft.AspNetCore") && Told("/v1/metrics", "request.duration")); i++)
                await Task.Delay(50, Stop);
        }
        finally
        {
            server.Kill();
        }

        posts["/v1/traces"].ShouldContain("Microsoft.AspNetCore");
        posts["/v1/metrics"].ShouldContain("http.server.request.duration");
    }

    [Fact]
    public async Task A_server_that_others_reach_takes_a_token_unless_it_is_open()
    {
        async Task<(HttpStatusCode Nobody, HttpStatusCode View, string Said)> Ask(params string[] more)
        {
            using var server = _apisnoop.Start(["start-server", "--url", "http://0.0.0.0:0", .. more]);
            try
            {
                var said = "";
                while (!said.Contains("APISnoop shows", StringComparison.Ordinal))
                    said += await server.StandardError.ReadLineAsync(Stop) + "\n";
                using var http = new HttpClient();
                var port = Regex.Match(said, @":(\d+) +\(Ctrl").Groups[1].Value;
                async Task<HttpStatusCode> Get(string? token)
                {
                    using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{port}/apps");
                    // From elsewhere it is asked by another name.
                    request.Headers.Host = "apisnoop.example";
                    request.Headers.Authorization = token is null ? null : new("Bearer", token);
                    using var answer = await http.SendAsync(request, Stop);
                    return answer.StatusCode;
                }

                var file = Path.Combine(_apisnoop.Folder, "store", "capture", "tokens");
                var token = File.Exists(file)
                    ? File.ReadLines(file).Single(l => l.StartsWith("view ", StringComparison.Ordinal))[5..] : null;
                return (await Get(null), await Get(token), said);
            }
            finally
            {
                server.Kill();
            }
        }

        var open = await Ask("--open");
        open.Nobody.ShouldBe(HttpStatusCode.OK);
        var usual = await Ask();
        usual.Nobody.ShouldBe(HttpStatusCode.Unauthorized);
        usual.View.ShouldBe(HttpStatusCode.OK);
        usual.Said.ShouldContain("needs a token");
    }

    [Theory]
    [InlineData("--oidc-issuer and --oidc-audience", "--oidc-issuer", "https://id.example.org")]
    [InlineData("is no provider", "--oidc-issuer", "http://id.example.org", "--oidc-audience", "a")]
    [InlineData("ROLE=CLAIM=VALUE", "--oidc-issuer", "https://id.example.org", "--oidc-audience", "a", "--oidc-claim", "groups")]
    [InlineData("without --oidc-issuer", "--oidc-claim", "view=groups=a")]
    public void What_cannot_be_meant_is_said(string words, params string[] options)
    {
        var run = _apisnoop.Run(["start-server", .. options]);

        run.Code.ShouldBe(2);
        run.Error.ShouldContain(words);
    }

    async Task<(int Code, string Error)> Run(string collector, params string[] arguments)
    {
        using var process = Process.Start(Start(collector, arguments))!;
        var error = await process.StandardError.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);
        return (process.ExitCode, error);
    }

    ProcessStartInfo Start(string collector, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "ApiSnoop.Cli.dll"), .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["APISNOOP_STORE"] = Path.Combine(_apisnoop.Folder, "store");
        start.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector;
        start.Environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        start.Environment["OTEL_METRIC_EXPORT_INTERVAL"] = "500";
        start.Environment["OTEL_BSP_SCHEDULE_DELAY"] = "200";
        return start;
    }

    /// <summary>Keeps what is posted to it. Names in protobuf are plain UTF-8, so they can be looked for.</summary>
    static async Task<WebApplication> Collector(ConcurrentDictionary<string, string> posts)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapPost("/v1/{kind}", async (string kind, HttpContext context) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            var text = Encoding.UTF8.GetString(body.ToArray());
            posts.AddOrUpdate("/v1/" + kind, text, (_, before) => before + text);
        });
        await app.StartAsync(Stop);
        return app;
    }
}
