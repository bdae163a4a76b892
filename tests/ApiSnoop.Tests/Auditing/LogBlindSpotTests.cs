using System.Collections.Immutable;
using System.Text.Json;
using ApiSnoop.Auditing;
using ApiSnoop.Catalog;
using ApiSnoop.Loading;
using ApiSnoop.Recording;
using ApiSnoop.Tests.Recording;

namespace ApiSnoop.Tests.Auditing;

public sealed class LogBlindSpotTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_log_of_everything_hides_nothing() => Spots(Cluster()).ShouldBeEmpty();

    [Fact]
    public void A_log_without_reads_hides_them() =>
        What(Spots([.. Cluster().Where(e => !e.Contains("\"get\"") && !e.Contains("\"list\"") && !e.Contains("\"watch\""))]))
            .ShouldBe(["reads (get, list, watch)"]);

    [Fact]
    public void A_cluster_that_never_watches_was_not_logged_whole() =>
        What(Spots([.. Cluster().Where(e => !e.Contains("\"watch\""))])).ShouldBe(["watch"]);

    [Fact]
    public void An_app_may_well_watch_and_write_nothing() =>
        Spots([.. Range(30, i => Event(i, "get", $"/api/v1/nodes/n{i}", user: "shop"))], RecordingKind.App).ShouldBeEmpty();

    [Fact]
    public void A_few_requests_say_nothing_about_what_is_missing() =>
        Spots([.. Range(5, i => Event(i, "create", "/api/v1/nodes", user: "shop"))], RecordingKind.App).ShouldBeEmpty();

    [Fact]
    public void Where_only_the_first_stage_was_logged_nothing_is_known_of_outcomes()
    {
        var spots = Spots([.. Cluster().Where(e => e.Contains("RequestReceived"))]);

        spots[0].What.ShouldBe("how requests ended");
        spots[0].Why.ShouldContain("only the stage RequestReceived was logged");
        spots[0].Kind.ShouldBe(BlindSpotKind.NotObserved);
    }

    [Fact]
    public void Where_many_ends_are_missing_some_were_dropped()
    {
        var events = Cluster();
        var spots = Spots([.. events.Where((e, i) => i % 4 != 1)]);

        spots.ShouldContain(s => s.What == "how requests ended" && s.Kind == BlindSpotKind.PartlyObserved);
    }

    [Fact]
    public void Without_user_agents_neither_programs_nor_tests_are_told() =>
        What(Spots([.. Cluster().Select(e => e.Replace("userAgent", "agentOfUser"))])).ShouldBe(["programs and tests"]);

    [Fact]
    public void Without_users_nobody_is_told() =>
        What(Spots([.. Cluster().Select(e => e.Replace("username", "nameOfUser"))], RecordingKind.Cluster)).ShouldBe(["who called"]);

    [Fact]
    public void A_watch_that_was_logged_at_its_end_only_may_be_missing() =>
        What(Spots([.. Cluster().Where(e => e.Contains("ResponseComplete"))])).ShouldBe(["watches that were still open"]);

    [Fact]
    public void A_log_of_resources_alone_hides_other_paths() =>
        What(Spots([.. Cluster().Where(e => !e.Contains("/version"))])).ShouldBe(["paths outside of resources, such as /version"]);

    [Fact]
    public void What_the_server_says_that_it_dropped_is_told()
    {
        string[] dropped =
        [
            "E1126 10:00:00.000001       1 metrics.go:109] Error in audit plugin 'webhook' affecting 1 audit events: timeout",
            "Impacted events:",
            "2026-11-26T10:00:00Z AUDIT: id=\"c9\" stage=\"ResponseComplete\" ip=\"127.0.0.1\" method=\"get\" uri=\"/api\"",
        ];

        What(Spots([.. Cluster(), .. dropped])).ShouldBe(["requests whose events were dropped"]);
    }

    static IEnumerable<string> What(IEnumerable<BlindSpot> spots) => spots.Select(s => s.What);

    ImmutableArray<BlindSpot> Spots(IReadOnlyList<string> lines, RecordingKind? kind = null)
    {
        var log = Path.Combine(_folder.Path, "audit.log");
        File.WriteAllLines(log, lines);
        var counted = AuditLoad.Count(
            new LoadRequest { App = "log", Kind = kind, Inputs = [log], Release = new ReleaseVersion(1, 30), Threads = 1 },
            new LoadProgress(), TimeProvider.System, CancellationToken.None);
        return LogBlindSpots.Of(counted.Manifest, counted.Cube);
    }

    /// <summary>What a part of a cluster does, two events a request.</summary>
    static List<string> Cluster() =>
    [
        .. Range(40, i => Event(3 * i, "get", $"/api/v1/nodes/n{i}")),
        .. Range(40, i => Event(3 * i + 1, "list", "/api/v1/pods")),
        .. Range(40, i => Event(3 * i + 2, "watch", "/api/v1/pods")),
        .. Range(40, i => Event(1000 + i, "patch", $"/api/v1/nodes/n{i}/status")),
        .. Range(5, i => Event(2000 + i, "get", "/version")),
    ];

    static IEnumerable<string> Range(int count, Func<int, string[]> events) => Enumerable.Range(0, count).SelectMany(events);

    static string[] Event(int id, string verb, string uri, string user = "system:node:a") =>
        [.. new[] { "RequestReceived", "ResponseComplete" }.Select(stage => JsonSerializer.Serialize(new Dictionary<string, object?>
        {
            ["kind"] = "Event",
            ["apiVersion"] = "audit.k8s.io/v1",
            ["level"] = "Metadata",
            ["auditID"] = $"id-{id}",
            ["stage"] = stage,
            ["requestURI"] = uri,
            ["verb"] = verb,
            ["user"] = new { username = user },
            ["userAgent"] = "kubelet/v1.30.0",
            ["responseStatus"] = stage == "RequestReceived" ? null : new { code = 200 },
            ["requestReceivedTimestamp"] = "2026-11-26T10:00:00.000001Z",
            ["stageTimestamp"] = "2026-11-26T10:00:01.000001Z",
        }))];
}
