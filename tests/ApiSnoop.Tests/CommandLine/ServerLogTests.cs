using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using ApiSnoop.Tests.Audit;

namespace ApiSnoop.Tests.CommandLine;

/// <summary>What a running server writes, seen from outside.</summary>
public sealed class ServerLogTests : IDisposable
{
    readonly Apisnoop _apisnoop = new();

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _apisnoop.Dispose();

    [Fact]
    public async Task A_damaged_recording_is_one_line_of_the_log_however_often_it_is_met()
    {
        _apisnoop.Run("load-audit", _apisnoop.Write("a.log", AuditText.Event() + "\n"), "broken", "--release", "1.20").Code.ShouldBe(0);
        var cube = Directory.GetFiles(_apisnoop.Folder, "cube-*", SearchOption.AllDirectories).ShouldHaveSingleItem();
        await File.WriteAllTextAsync(cube, "damage", Stop);

        using var server = _apisnoop.Start("start-server", "--url", "http://127.0.0.1:0");
        try
        {
            var first = await server.StandardError.ReadLineAsync(Stop);
            using var http = new HttpClient { BaseAddress = new Uri(Regex.Match(first ?? "", @"http://\S+").Value) };
            string[] paths = ["/endpoints", "/endpoints", "/", "/apps", "/apps/broken", "/export/endpoints.csv", "/api/v1/endpoints"];
            foreach (var path in paths) (await http.GetAsync(path, Stop)).Dispose();
        }
        finally
        {
            server.Kill();
        }

        var log = await server.StandardError.ReadToEndAsync(Stop);
        log.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldHaveSingleItem()
            .ShouldContain("A recording cannot be read: the cube of \"broken\" is damaged: ");
        log.ShouldNotContain("   at ");
        (await server.StandardOutput.ReadToEndAsync(Stop)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("start-server")]
    [InlineData("mcp", "--http")]
    public void What_keeps_a_server_from_starting_is_a_line_in_the_format_that_was_asked_for(params string[] command)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        string[] start = [.. command, "--url", $"http://{other.LocalEndpoint}"];

        var (code, _, json) = _apisnoop.Run([.. start, "--log-format", "json"]);
        var (_, _, text) = _apisnoop.Run(start);

        code.ShouldBe(1);
        var line = JsonDocument.Parse(json).RootElement;
        line.GetProperty("LogLevel").GetString().ShouldBe("Error");
        text.ShouldBe($"apisnoop: {line.GetProperty("Message").GetString()}\n");
        text.ShouldStartWith($"apisnoop: Cannot listen on http://{other.LocalEndpoint}");
    }
}
