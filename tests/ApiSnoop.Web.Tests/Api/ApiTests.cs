using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using ApiSnoop.Reports.Usage;

namespace ApiSnoop.Web.Tests.Api;

public sealed class ApiTests(RunningServer server) : IClassFixture<RunningServer>
{
    async Task<JsonElement> Get(string address)
    {
        using var answer = await server.Http.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, $"{address}: {text}");
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        return JsonDocument.Parse(text).RootElement;
    }

    async Task<HttpResponseMessage> Send(HttpMethod method, string address, string? tag = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(address, UriKind.Relative));
        if (tag is not null) request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Parse(tag));
        return await server.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public static TheoryData<string> Addresses { get; } =
    [
        "/api/v1/apps",
        "/api/v1/recordings",
        "/api/v1/apps/e2e",
        "/api/v1/apps/e2e/coverage",
        "/api/v1/endpoints",
        "/api/v1/endpoints/listCoreV1Node",
        "/api/v1/untested",
        "/api/v1/tests",
        "/api/v1/tests/one?name=%5Bsig-node%5D%20Pods%20should%20be%20looked%20at",
        "/api/v1/user-agents",
        "/api/v1/user-agents/one?agent=shop/1.0",
        "/api/v1/unmatched",
        "/api/v1/filter-preview",
        "/api/v1/stats/summary",
        "/api/v1/stats/categories",
        "/api/v1/stats/endpoints",
        "/api/v1/stats/conformance",
    ];

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Every_address_answers_in_JSON_and_to_HEAD_and_knows_what_the_client_has(string address)
    {
        await Get(address);
        using var first = await Send(HttpMethod.Head, address);
        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await first.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
        using var second = await Send(HttpMethod.Get, address, first.Headers.ETag!.ToString());
        second.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        using var other = await Send(HttpMethod.Get, address, "W/\"other\"");
        other.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_addresses_of_2018_answer_arrays_with_the_header_first()
    {
        var apps = await Get("/api/v1/apps");
        apps.EnumerateArray().Select(a => a.GetString()).ShouldBe([.. server.Store.Manifests().Select(m => m.App)]);
        var summary = await Get("/api/v1/stats/summary?appname=shop");
        summary.GetArrayLength().ShouldBe(2);
        summary[0].EnumerateArray().Take(6).Select(c => c.GetString()).ShouldBe(["app", "stable", "beta", "alpha", "total", "conformance"]);
        summary[1].EnumerateArray().Take(6).Select(c => c.ToString()).ShouldBe(["shop", "2", "1", "0", "3", "beta"]);
        var categories = await Get("/api/v1/stats/categories?appname=shop");
        categories[0].EnumerateArray().Take(4).Select(c => c.GetString()).ShouldBe(["app", "level", "category", "count"]);
        var endpoints = await Get("/api/v1/stats/endpoints?appname=shop");
        endpoints.EnumerateArray().Select(r => r[2].GetString()).ShouldContain("get /api/v1/nodes");
        endpoints.EnumerateArray().Select(r => r[2].GetString()).ShouldContain("unused");
        var sheet = await Get("/api/v1/stats/conformance");
        sheet[0][5].GetString().ShouldBe("apps using it");
    }

    [Theory]
    [InlineData("/api/v1/stats/summary?appname=nobody", 404)]
    [InlineData("/api/v1/apps/nobody", 404)]
    [InlineData("/api/v1/apps/nobody/coverage", 404)]
    [InlineData("/api/v1/endpoints/nothing", 404)]
    [InlineData("/api/v1/endpoints?app=nobody", 404)]
    [InlineData("/api/v1/tests/one?name=nothing", 404)]
    [InlineData("/api/v1/tests/one", 400)]
    [InlineData("/api/v1/user-agents/one?agent=nobody", 404)]
    [InlineData("/api/v1/nothing", 404)]
    [InlineData("/api/v1/endpoints?verb=/(/", 400)]
    [InlineData("/api/v1/endpoints?since=yesterday", 400)]
    [InlineData("/api/v1/endpoints?outcome=maybe", 400)]
    [InlineData("/api/v1/endpoints?preset=none", 400)]
    public async Task What_goes_wrong_is_a_problem_with_its_status(string address, int status)
    {
        using var answer = await Send(HttpMethod.Get, address);
        ((int)answer.StatusCode).ShouldBe(status);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        problem.GetProperty("status").GetInt32().ShouldBe(status);
        problem.GetProperty("detail").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Nothing_can_be_written()
    {
        foreach (var method in new[] { HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete, HttpMethod.Patch })
        {
            using var answer = await Send(method, "/api/v1/apps");
            answer.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        }
    }

    [Fact]
    public async Task Filters_count_before_they_are_applied()
    {
        var all = await Get("/api/v1/filter-preview?app=shop");
        all.GetProperty("requests").GetInt64().ShouldBe(4);
        var refused = await Get("/api/v1/filter-preview?app=shop&outcome=refused");
        refused.GetProperty("requests").GetInt64().ShouldBe(1);
        var bad = await Get("/api/v1/filter-preview?app=shop&verb=/(/&user-agent=nobody");
        bad.GetProperty("requests").GetInt64().ShouldBe(0);
        bad.GetProperty("errors").GetArrayLength().ShouldBe(1);
        bad.GetProperty("fields")[0].GetProperty("keeps").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task A_time_span_counts_only_what_was_received_in_it()
    {
        (await Get("/api/v1/filter-preview?app=shop&until=2026-11-23T15:12:00Z")).GetProperty("requests").GetInt64().ShouldBe(4);
        (await Get("/api/v1/filter-preview?app=shop&since=2026-11-23T15:12:01Z")).GetProperty("requests").GetInt64().ShouldBe(0);
    }

    [Fact]
    public async Task Untested_ranks_what_an_app_uses_and_no_conformance_test_hits()
    {
        var ids = (await Get("/api/v1/untested?app=shop")).EnumerateArray().Select(e => e.GetProperty("operationId").GetString()).ToList();
        ids.ShouldContain("listCoreV1Node");
        ids.ShouldContain("readCoreV1NamespacedSecret");
        ids.ShouldNotContain("listCoreV1NamespacedPod");
    }

    [Fact]
    public async Task The_search_finds_by_any_part()
    {
        foreach (var search in new[] { "eviction", "createCoreV1NamespacedPodEv", "pods/{name}/evict", "post eviction" })
        {
            var found = await Get("/api/v1/endpoints?q=" + Uri.EscapeDataString(search));
            found.EnumerateArray().Select(e => e.GetProperty("operationId").GetString()).ShouldContain("createCoreV1NamespacedPodEviction");
        }
    }

    [Fact]
    public async Task A_test_has_its_calls_in_the_order_of_time()
    {
        var test = await Get("/api/v1/tests/one?name=" + Uri.EscapeDataString("[sig-node] Pods should be looked at"));
        var call = test.GetProperty("calls")[0];
        call.GetProperty("offset").GetString().ShouldBe("00:00.000");
        call.GetProperty("uri").GetString().ShouldBe("/api/v1/namespaces/a/pods/p");
        call.GetProperty("operationId").GetString().ShouldBe("readCoreV1NamespacedPod");
    }

    [Fact]
    public async Task The_document_describes_every_address_with_its_filters()
    {
        var document = await Get("/openapi/v1.json");
        var paths = document.GetProperty("paths");
        paths.EnumerateObject().Count().ShouldBeGreaterThan(15);
        var parameters = paths.GetProperty("/api/v1/untested").GetProperty("get").GetProperty("parameters");
        parameters.EnumerateArray().Select(p => p.GetProperty("name").GetString()).ShouldContain("user-agent");
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task The_document_tells_the_type_of_every_member_of_an_answer(string address)
    {
        var document = await Get("/openapi/v1.json");
        var asked = address.Split('?')[0].Split('/');
        var (path, call) = document.GetProperty("paths").EnumerateObject().Select(p => (p.Name, p.Value.GetProperty("get")))
            .OrderBy(p => p.Name.Count(c => c == '{'))
            .First(p => p.Name.Split('/') is var parts && parts.Length == asked.Length
                && parts.Zip(asked).All(s => s.First == s.Second || s.First.StartsWith('{')));
        var schema = call.GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("application/json")
            .GetProperty("schema");
        ShouldFit(await Get(address), schema, document, path);
    }

    static void ShouldFit(JsonElement answer, JsonElement schema, JsonElement document, string where)
    {
        while (schema.TryGetProperty("$ref", out var reference))
            schema = document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1]);
        switch (answer.ValueKind)
        {
            // What is in a row of 2018 is of any type.
            case JsonValueKind.Array when !schema.TryGetProperty("items", out _):
                where.ShouldStartWith("/api/v1/stats/");
                break;
            case JsonValueKind.Array:
                foreach (var item in answer.EnumerateArray().Take(20)) ShouldFit(item, schema.GetProperty("items"), document, where + "[]");
                break;
            case JsonValueKind.Object:
                foreach (var member in answer.EnumerateObject())
                {
                    schema.GetProperty("properties").TryGetProperty(member.Name, out var known).ShouldBeTrue($"{where}.{member.Name}");
                    ShouldFit(member.Value, known, document, $"{where}.{member.Name}");
                }

                break;
            case var kind when !where.StartsWith("/api/v1/stats", StringComparison.Ordinal):
                var types = schema.GetProperty("type").ToString();
                string[] fitting =
                    kind switch
                    {
                        JsonValueKind.String => ["string"],
                        JsonValueKind.Number => ["integer", "number"],
                        JsonValueKind.Null => ["null"],
                        _ => ["boolean"]
                    };
                fitting.ShouldContain(f => types.Contains(f, StringComparison.Ordinal), where);
                break;
        }
    }

    [Fact]
    public async Task The_document_has_nothing_but_the_API()
    {
        var paths = (await Get("/openapi/v1.json")).GetProperty("paths").EnumerateObject().Select(p => p.Name).ToList();
        paths.ShouldAllBe(p => p.StartsWith("/api/v1/"));
    }

    [Fact]
    public async Task A_new_spreadsheet_has_a_new_tag()
    {
        using var first = await Send(HttpMethod.Head, "/api/v1/stats/conformance");
        CoverageSheetFile.Write(server.Store, CoverageSheet.Of([new SheetRow("get", "/api/v1/nodes", "yes", "why", "nodes.go")]));
        using var second = await Send(HttpMethod.Get, "/api/v1/stats/conformance", first.Headers.ETag!.ToString());
        second.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await second.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("nodes.go");
    }

    [Fact]
    public async Task A_new_recording_has_a_new_tag()
    {
        using var before = await Send(HttpMethod.Head, "/api/v1/apps/reloaded");
        before.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        server.Load("reloaded", AuditLines.Shop());
        using var first = await Send(HttpMethod.Head, "/api/v1/apps/reloaded");
        server.Load("reloaded", AuditLines.TestRun());
        using var second = await Send(HttpMethod.Get, "/api/v1/apps/reloaded", first.Headers.ETag!.ToString());
        second.StatusCode.ShouldBe(HttpStatusCode.OK);
        server.Store.Remove("reloaded");
    }
}
