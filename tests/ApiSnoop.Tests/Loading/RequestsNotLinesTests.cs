using System.Globalization;
using System.Text;
using ApiSnoop.Tests.Audit;

namespace ApiSnoop.Tests.Loading;

public class RequestsNotLinesTests
{
    [Fact]
    public void The_stages_of_a_request_count_once_with_the_outcome_of_the_last()
    {
        var log = LoadedText.Of(string.Join('\n',
            AuditText.Event(stage: "RequestReceived", code: null),
            AuditText.Event(stage: "ResponseStarted", code: 200),
            AuditText.Event(stage: "ResponseComplete", code: 504)));

        log.Requests.ShouldBe(1);
        log.Codes.ShouldBe(new Dictionary<int, long> { [504] = 1 });
    }

    [Fact]
    public void The_order_of_the_stages_does_not_matter()
    {
        string[] stages = ["RequestReceived", "ResponseStarted", "Panic", "ResponseComplete"];
        foreach (var order in Permutations(stages))
        {
            var log = LoadedText.Of(string.Join('\n', order.Select(s => AuditText.Event(stage: s, code: 100 + Array.IndexOf(stages, s)))));

            log.Requests.ShouldBe(1, string.Join(' ', order));
            log.Codes.Keys.ShouldBe([103], string.Join(' ', order));
        }
    }

    [Fact]
    public void A_request_that_was_never_answered_counts_without_a_code()
    {
        var log = LoadedText.Of(AuditText.Event(stage: "RequestReceived", code: null));

        log.Requests.ShouldBe(1);
        log.Codes.Keys.ShouldBe([0]);
        log.Hits.ShouldContainKey("listCoreV1Node");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_log_of_requests_that_are_never_answered_counts_each_once_and_to_its_operation(int threads)
    {
        const int Many = 140_000;
        using var file = new MemoryStream();
        for (var i = 0; i < Many; i++)
            file.Write(
                Encoding.UTF8.GetBytes(
                    $$"""{"auditID":"open{{i}}","stage":"RequestReceived","verb":"list","requestURI":"/api/v1/nodes"}""" + "\n"));
        file.Write(Encoding.UTF8.GetBytes("""{"auditID":"open5","stage":"ResponseComplete","verb":"list","requestURI":"/api/v1/nodes"}"""));

        var log = LoadedText.Of([file.ToArray()], threads: threads);

        log.Requests.ShouldBe(Many);
        log.Hits.ShouldBe(new Dictionary<string, long> { ["listCoreV1Node"] = Many });
        log.Repeated.ShouldBe(1);
    }

    [Fact]
    public void A_watch_still_running_counts_with_the_code_it_started_with()
    {
        var log = LoadedText.Of(
            AuditText.Event(stage: "RequestReceived", code: null) + "\n" + AuditText.Event(stage: "ResponseStarted", code: 200));

        log.Codes.ShouldBe(new Dictionary<int, long> { [200] = 1 });
    }

    [Fact]
    public void Requests_that_were_cut_off_are_let_go_after_a_day_and_count_once_even_if_their_end_comes()
    {
        const int Many = 20_000, Day = 24 * 3600;
        var log = LoadedText.Of(string.Join('\n',
            [
                .. Enumerable.Range(0, Many).Select(i => AuditText.Event($"cut{i}", "RequestReceived", code: null)),
                AuditText.Event("ended", second: 2 * Day),
                .. Enumerable.Range(0, Many).Select(i => AuditText.Event($"open{i}", "RequestReceived", code: null, second: 2 * Day)),
                AuditText.Event("open7", second: 2 * Day),
                AuditText.Event("cut7"),
            ]));

        log.Requests.ShouldBe(2 * Many + 1);
        log.Codes.ShouldBe(new Dictionary<int, long> { [0] = 2 * Many - 1, [200] = 2 }, ignoreOrder: true);
        log.Repeated.ShouldBe(1);
    }

    [Fact]
    public void An_event_that_a_webhook_delivers_again_counts_once()
    {
        var once = AuditText.Event(stage: "RequestReceived", code: null) + "\n" + AuditText.Event() + "\n";

        var log = LoadedText.Of(once + once + AuditText.Event());

        log.Requests.ShouldBe(1);
        log.Repeated.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Ids_redacted_to_one_value_still_count_every_request()
    {
        var log = LoadedText.Of(string.Join('\n', Enumerable.Range(0, 50).Select(i => AuditText.Event("redacted", second: i))));

        log.Requests.ShouldBe(50);
    }

    [Fact]
    public void One_id_at_two_servers_is_two_requests()
    {
        // An aggregated API server logs the id that the first server passed on, with its own time.
        var log = LoadedText.Of(AuditText.Event("x", second: 0) + "\n" + AuditText.Event("x", second: 1));

        log.Requests.ShouldBe(2);
    }

    [Fact]
    public void Events_without_an_id_each_stand_for_themselves()
    {
        var bare = """{"kind":"Event","apiVersion":"audit.k8s.io/v1","verb":"list","requestURI":"/api/v1/nodes"}""";

        LoadedText.Of($"{bare}\n{bare}\n").Requests.ShouldBe(2);
    }

    [Fact]
    public void Stages_in_different_files_in_any_order_merge()
    {
        var received = Enumerable.Range(0, 500).Select(i => AuditText.Event($"r{i}", "RequestReceived", code: null)).ToList();
        var complete = Enumerable.Range(0, 500).Select(i => AuditText.Event($"r{i}")).ToList();
        byte[] first = Encoding.UTF8.GetBytes(string.Join('\n', received)), second = Encoding.UTF8.GetBytes(string.Join('\n', complete));

        foreach (var files in new[] { new[] { first, second }, [second, first], [second, first, second] })
        {
            var log = LoadedText.Of(files, threads: 2);

            log.Requests.ShouldBe(500);
            log.Codes.ShouldBe(new Dictionary<int, long> { [200] = 500 });
        }
    }

    [Fact]
    public void A_shuffled_log_counts_the_same()
    {
        var lines = Enumerable.Range(0, 2_000).SelectMany(i => new[]
        {
            AuditText.Event($"r{i}", "RequestReceived", code: null, uri: i % 3 == 0 ? "/api/v1/nodes" : "/api/v1/namespaces/a/pods"),
            AuditText.Event($"r{i}", code: i % 5 == 0 ? 404 : 200, uri: i % 3 == 0 ? "/api/v1/nodes" : "/api/v1/namespaces/a/pods"),
        }).ToArray();
        var sorted = LoadedText.Of(string.Join('\n', lines));
        new Random(7).Shuffle(lines);

        var shuffled = LoadedText.Of(string.Join('\n', lines), threads: 2);

        shuffled.Requests.ShouldBe(2_000);
        shuffled.Hits.OrderBy(h => h.Key).ShouldBe(sorted.Hits.OrderBy(h => h.Key));
        shuffled.Codes.OrderBy(c => c.Key).ShouldBe(sorted.Codes.OrderBy(c => c.Key));
    }

    [Theory]
    [InlineData("/api/v1/namespaces/shop/pods/p", "shop")]
    [InlineData("/apis/apps/v1/namespaces/shop/deployments", "shop")]
    [InlineData("/api/v1/watch/namespaces/shop/pods", "shop")]
    [InlineData("/api/v1/namespaces/shop", "shop")]
    [InlineData("/api/v1/%6Eamespaces/sh%6Fp/pods", "shop")]
    [InlineData("/api/v1/nodes/namespaces/proxy", "")]
    [InlineData("/api/v1/nodes/n1/proxy/namespaces/evil", "")]
    [InlineData("/apis/certificates.k8s.io/v1/certificatesigningrequests/namespaces/approval", "")]
    [InlineData("/healthz/namespaces/x", "")]
    [InlineData("/api/v1/namespaces", "")]
    public void The_namespace_comes_from_its_place_in_the_path_where_the_event_names_none(string uri, string nameSpace)
    {
        var log = LoadedText.Of(AuditText.Event(uri: uri));

        log.Cube.Namespaces[log.Cube.Cells.ShouldHaveSingleItem().Namespace].ShouldBe(nameSpace);
    }

    [Theory]
    [InlineData("/api/v1/nodes")]
    [InlineData("/api/v1/namespaces/n{0}/pods/p{0}?watch=1")]
    [InlineData("/apis/example.com/v1/namespaces/n/things/t{0}?limit=1")]
    public void What_reading_allocates_does_not_grow_with_the_events(string uri)
    {
        // Both sizes need the same buffers and the same table of known requests, so what differs is the cost of an event.
        var small = Log(40_000);
        var large = Log(60_000);
        Allocated(small);

        var difference = Allocated(large) - Allocated(small);

        (difference / 40_000.0).ShouldBeLessThan(0.5, "bytes for each further event");

        byte[] Log(int requests) => Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, requests).SelectMany(i =>
        {
            // Not a namespace for each request: every distinct one is kept, and has to be.
            var path = uri.Replace("n{0}", "n" + i % 50, StringComparison.Ordinal)
                .Replace("{0}", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
            return new[] { AuditText.Event($"r{i}", "RequestReceived", code: null, uri: path), AuditText.Event($"r{i}", uri: path) };
        })));

        static long Allocated(byte[] log)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            LoadedText.Of([log]);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    static IEnumerable<string[]> Permutations(string[] items) => items.Length <= 1
        ? [items]
        : items.SelectMany((item, i) => Permutations([.. items[..i], .. items[(i + 1)..]]).Select(rest => (string[])[item, .. rest]));
}
