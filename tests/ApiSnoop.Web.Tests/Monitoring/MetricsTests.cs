using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using ApiSnoop.Web.Monitoring;

namespace ApiSnoop.Web.Tests.Monitoring;

/// <summary>What <c>/metrics</c> says, read back by a parser that has nothing of the library that writes it.</summary>
public sealed partial class MetricsTests
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_scrapes_tell_what_arrived_between_them()
    {
        await using var server = await CapturingServer.Start();
        await server.Send("10.0.0.1", AuditLines.TestRun());
        await server.Send("10.0.0.2", AuditLines.Shop());
        server.Door.Capture.Refuse(ApiSnoop.Capturing.Senders.RefusalReason.WrongToken, "10.0.0.9", "no");
        var first = await server.Scrape();
        await server.Send("10.0.0.1", AuditLines.Shop());
        var second = await server.Scrape();

        first["apisnoop_capture_events_total"].Of(("sender", "10.0.0.1")).ShouldBe(4);
        second["apisnoop_capture_events_total"].Of(("sender", "10.0.0.1")).ShouldBe(8);
        second["apisnoop_capture_events_total"].Of(("sender", "10.0.0.2")).ShouldBe(4);
        second["apisnoop_capture_batches_total"].Of().ShouldBe(3);
        second["apisnoop_capture_bytes_total"].Of().ShouldBe(second["apisnoop_capture_spool_bytes"].Of());
        second["apisnoop_capture_refused_total"].Of(("reason", "wrong_token")).ShouldBe(1);
        second["apisnoop_capture_gaps_total"].Of().ShouldBe(0);
        foreach (var family in first.Values.Where(f => f.Type is "counter" or "histogram"))
            foreach (var (sample, labels, value) in family.Samples)
                second[family.Name].Samples.Where(s => s.Name == sample && Text(s.Labels) == Text(labels))
                    .ShouldHaveSingleItem().Value.ShouldBeGreaterThanOrEqualTo(value, sample);
        second["apisnoop_http_answer_seconds"].Samples
            .Single(s => s.Name.EndsWith("_count", StringComparison.Ordinal) && s.Labels["kind"] == "metrics").Value.ShouldBe(1);
    }

    [Fact]
    public async Task Requests_are_told_by_level_and_deprecated_ones_by_client_and_a_recording_that_is_gone_no_more()
    {
        await using var server = await CapturingServer.Start(before: s =>
        {
            s.Load("e2e", AuditLines.TestRun());
            s.Load("shop", AuditLines.Shop());
            s.Load(AuditLines.HostileText + "\n\\", AuditLines.Shop());
        });
        var metrics = await server.Scrape();

        metrics["apisnoop_recordings"].Of().ShouldBe(3);
        metrics["apisnoop_recording_requests"].Of(("app", "shop"), ("level", "stable")).ShouldBe(2);
        metrics["apisnoop_recording_requests"].Of(("app", "shop"), ("level", "beta")).ShouldBe(1);
        metrics["apisnoop_recording_requests"].Of(("app", "shop"), ("level", "unmatched")).ShouldBe(1);
        metrics["apisnoop_deprecated_requests"].Of(("app", "shop"), ("client", "shop/1.0"), ("removed_in", "1.22")).ShouldBe(1);
        metrics["apisnoop_deprecated_requests"].Of(("app", "e2e"), ("client", "kube-controller-manager/v1.20.2")).ShouldBe(1);
        metrics["apisnoop_recording_events"].Of(("app", "e2e")).ShouldBe(4);

        server.Store.Remove("shop");
        var later = await server.Scrape();
        later["apisnoop_recordings"].Of().ShouldBe(2);
        later["apisnoop_recording_requests"].Samples.ShouldNotContain(s => s.Labels["app"] == "shop");
    }

    [Fact]
    public async Task However_many_clients_there_are_the_series_are_bounded_and_none_is_lost()
    {
        await using var server = await CapturingServer.Start(before: s => s.Load("crowd", Enumerable.Range(0, 500).SelectMany(i =>
            Enumerable.Range(0, i < 10 ? 3 : 1).Select(n => AuditLines.Event(
                FormattableString.Invariant($"c{i}-{n}"), "/apis/extensions/v1beta1/namespaces/a/ingresses", "list",
                FormattableString.Invariant($"client-{i}/1"))))));
        var deprecated = (await server.Scrape())["apisnoop_deprecated_requests"];

        deprecated.Samples.Count.ShouldBe(RecordingMetrics.MostClients + 1);
        deprecated.Of().ShouldBe(520);
        deprecated.Of(("client", "client-3/1")).ShouldBe(3);
        deprecated.Of(("client", "other")).ShouldBe(500 + 20 - 10 * 3 - (RecordingMetrics.MostClients - 10));
        deprecated.Help.ShouldContain(RecordingMetrics.MostClients.ToString(CultureInfo.InvariantCulture));
        deprecated.Help.ShouldContain("\"other\"");
    }

    [Fact]
    public async Task It_takes_the_token_of_view_from_elsewhere()
    {
        await using var server = await CapturingServer.Start();
        async Task<HttpStatusCode> Ask(string? token)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
            request.Headers.Host = "apisnoop.example";
            request.Headers.Authorization = token is null ? null : new("Bearer", token);
            using var answer = await server.Http.SendAsync(request, Stop);
            return answer.StatusCode;
        }

        (await Ask(null)).ShouldBe(HttpStatusCode.Unauthorized);
        (await Ask(server.Door.Tokens.Of(ApiSnoop.Web.Access.AccessRole.View))).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Promtool_has_nothing_to_say_against_it()
    {
        if (!PathHas("promtool")) Assert.Skip("promtool is not here: apt-get install prometheus");
        await using var server = await CapturingServer.Start(before: s => s.Load("shop", AuditLines.Shop()));
        await server.Send("10.0.0.1", AuditLines.Shop());
        var text = await server.Http.GetStringAsync("/metrics", Stop);
        using var check = Process.Start(
            new ProcessStartInfo("promtool", ["check", "metrics"]) { RedirectStandardInput = true, RedirectStandardError = true })!;
        // What the library tells of the process itself is named by it.
        foreach (var line in text.Split('\n').Where(l => l.Contains("apisnoop_", StringComparison.Ordinal)))
            await check.StandardInput.WriteAsync(line + "\n");
        check.StandardInput.Close();
        var said = await check.StandardError.ReadToEndAsync(Stop);
        await check.WaitForExitAsync(Stop);
        check.ExitCode.ShouldBe(0, said);
    }

    [Fact]
    public async Task Every_query_of_the_dashboard_asks_for_what_is_there()
    {
        await using var server = await CapturingServer.Start(before: s => s.Load("shop", AuditLines.Shop()));
        await server.Send("10.0.0.1", AuditLines.Shop());
        (await server.Http.GetAsync("/", Stop)).EnsureSuccessStatusCode();
        var metrics = await server.Scrape();
        var samples = metrics.Values.SelectMany(f => f.Samples).GroupBy(s => s.Name)
            .ToDictionary(g => g.Key, g => g.First().Labels.Keys.ToHashSet());
        using var board = JsonDocument.Parse(await File.ReadAllBytesAsync(Dashboard(), Stop));
        var queries = board.RootElement.GetProperty("panels").EnumerateArray().Where(p => p.TryGetProperty("targets", out _))
            .SelectMany(p => p.GetProperty("targets").EnumerateArray()).Select(t => t.GetProperty("expr").GetString()!).ToList();

        queries.Count.ShouldBeGreaterThan(8);
        foreach (var query in queries)
        {
            var asked = Asked().Matches(query);
            asked.Count.ShouldBeGreaterThan(0, query);
            foreach (Match name in asked)
                samples.ShouldContainKey(name.Value, query);
            foreach (var label in By().Matches(query).SelectMany(b => b.Groups[1].Value.Split(", ")))
                asked.ShouldContain(a => samples[a.Value].Contains(label), $"{label} in {query}");
        }
    }

    static string Text(Dictionary<string, string> labels) =>
        string.Join(',', labels.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}={l.Value}"));

    static string Dashboard()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "ApiSnoop.slnx"))) folder = Path.GetDirectoryName(folder)!;
        return Path.Combine(folder, "deploy", "grafana", "apisnoop.json");
    }

    static bool PathHas(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(d => File.Exists(Path.Combine(d, program)));

    [GeneratedRegex(@"\b(apisnoop|process)_[a-z_]+")]
    private static partial Regex Asked();

    [GeneratedRegex(@"\bby \(([^)]+)\)")]
    private static partial Regex By();
}
