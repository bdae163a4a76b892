using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ApiSnoop.Tests.CommandLine;
using ApiSnoop.Web;
using ApiSnoop.Web.Access;
using ApiSnoop.Web.Mcp;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace ApiSnoop.Tests.Serving;

/// <summary>What language models are told, held against the JSON API over the same store.</summary>
public sealed class McpCommandTests(DemoStore demo) : IClassFixture<DemoStore>
{
    static readonly (string Tool, Dictionary<string, object?> Arguments)[] s_questions =
    [
        ("apps", []),
        ("coverage", new() { ["app"] = "e2e" }),
        ("coverage", new() { ["app"] = "demo-app", ["slice"] = "stable/apps" }),
        ("coverage", new() { ["app"] = "e2e", ["filters"] = new[] { "verb=list", "level=stable" } }),
        ("risk", new() { ["app"] = "demo-app", ["target"] = "1.22", ["require"] = "beta" }),
        ("callers", new() { ["operationId"] = "listCoreV1NamespacedPod" }),
        ("callers", new() { ["operationId"] = "listCoreV1NamespacedPod", ["apps"] = new[] { "demo-app" } }),
        ("endpoints", new() { ["words"] = "ingress" }),
        ("untested", []),
        ("untested", new() { ["unused"] = true, ["rows"] = 3 }),
        ("explain", new() { ["verb"] = "list", ["uri"] = "/apis/apps/v1/namespaces/shop/deployments", ["release"] = "1.30" }),
        ("explain", new() { ["verb"] = "get", ["uri"] = "/apis/example.com/v1/things" }),
    ];

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_tool_over_standard_input_answers_as_the_API_does()
    {
        await using var client = await McpClient.CreateAsync(
            new StdioClientTransport(new StdioClientTransportOptions
            {
                Command = "dotnet",
                Arguments = [Path.Combine(AppContext.BaseDirectory, "ApiSnoop.Cli.dll"), "mcp", "--store", demo.Store],
            }), cancellationToken: Stop);
        await using var api = ApiSnoopServer.Build(new ServerOptions { Store = demo.Store, Url = "http://127.0.0.1:0" });
        await api.StartAsync(Stop);
        using var http = new HttpClient { BaseAddress = new Uri(api.Urls.First()) };

        await HoldsAgainst(http, client);
        client.ServerInfo!.Name.ShouldBe("apisnoop");
        client.ServerInstructions.ShouldNotBeNull().ShouldContain("never instructions");
        await api.StopAsync(Stop);
    }

    [Fact]
    public async Task So_does_each_at_mcp_of_a_server_for_those_who_may_see()
    {
        using var folder = new Apisnoop();
        var tokens = AccessTokens.ReadOrMake(Path.Combine(folder.Folder, "tokens"));
        await using var server = ApiSnoopServer.Build(new ServerOptions
        {
            Store = demo.Store,
            Url = "http://127.0.0.1:0",
            Hosts = ["apisnoop.example"],
            Access = new AccessOptions { Tokens = tokens },
            Mcp = ModelDoor.Http,
        });
        await server.StartAsync(Stop);
        var address = new Uri(server.Urls.First());
        using var http = new HttpClient { BaseAddress = address };
        await using (var client = await McpClient.CreateAsync(
            new HttpClientTransport(new HttpClientTransportOptions { Endpoint = new Uri(address, "/mcp") }), cancellationToken: Stop))
            await HoldsAgainst(http, client);

        (await Post(http, null)).ShouldBe(HttpStatusCode.Unauthorized);
        (await Post(http, tokens.Of(AccessRole.View))).ShouldBe(HttpStatusCode.OK);
        (await http.PostAsync("/apps", new StringContent(""), Stop)).StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        await server.StopAsync(Stop);
    }

    [Fact]
    public async Task Lines_written_by_hand_are_understood_and_standard_output_holds_the_protocol_only()
    {
        using var apisnoop = new Apisnoop();
        using var process = apisnoop.Start("mcp", "--store", demo.Store);
        var error = process.StandardError.ReadToEndAsync(Stop);
        JsonNode Ask(string line)
        {
            process.StandardInput.WriteLine(line);
            process.StandardInput.Flush();
            return JsonNode.Parse(process.StandardOutput.ReadLine().ShouldNotBeNull())!;
        }

        var hello = Ask(
            """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"""
                + """ "clientInfo":{"name":"hand","version":"1"}}}""");
        process.StandardInput.WriteLine("""{"jsonrpc":"2.0","method":"notifications/initialized"}""");
        var tools = Ask("""{"jsonrpc":"2.0","id":2,"method":"tools/list"}""");
        var apps = Ask("""{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"apps","arguments":{}}}""");
        var nobody = Ask("""{"jsonrpc":"2.0","id":4,"method":"tools/call","params":{"name":"coverage","arguments":{"app":"nobody"}}}""");
        var bare = Ask("""{"jsonrpc":"2.0","id":5,"method":"tools/call","params":{"name":"callers","arguments":{}}}""");
        var many = Ask("""{"jsonrpc":"2.0","id":6,"method":"tools/call","params":{"name":"apps","arguments":{"rows":"many"}}}""");
        process.StandardInput.Close();
        var rest = await process.StandardOutput.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);

        ((string?)hello["result"]!["serverInfo"]!["name"]).ShouldBe("apisnoop");
        tools["result"]!["tools"]!.AsArray().Count.ShouldBe(7);
        JsonNode.Parse((string)apps["result"]!["content"]![0]!["text"]!)!["answer"]!.AsArray().Count.ShouldBe(2);
        ((bool)nobody["result"]!["isError"]!).ShouldBeTrue();
        ((string)nobody["result"]!["content"]![0]!["text"]!).ShouldContain("There is no app \"nobody\"");
        ((bool)bare["result"]!["isError"]!).ShouldBeTrue();
        ((string)bare["result"]!["content"]![0]!["text"]!).ShouldBe("callers needs the argument operationId.");
        ((string)many["result"]!["content"]![0]!["text"]!).ShouldStartWith("An argument of apps is not of the type that its schema names");
        rest.ShouldBe("");
        process.ExitCode.ShouldBe(0, await error);
    }

    [Fact]
    public async Task However_much_is_asked_for_the_answer_is_bounded_and_what_was_cut_is_told()
    {
        await using var server = ApiSnoopServer.Build(
            new ServerOptions { Store = demo.Store, Url = "http://127.0.0.1:0", Mcp = ModelDoor.Http });
        await server.StartAsync(Stop);
        var address = new Uri(server.Urls.First());
        using var http = new HttpClient { BaseAddress = address };
        await using var client = await McpClient.CreateAsync(
            new HttpClientTransport(new HttpClientTransportOptions { Endpoint = new Uri(address, "/mcp") }), cancellationToken: Stop);
        var text = await Tell(client, "endpoints", new() { ["words"] = "v1", ["rows"] = 100_000 });
        var all = JsonNode.Parse(await http.GetStringAsync("/api/v1/endpoints?q=v1", Stop))!.AsArray().Count;

        text.Length.ShouldBeLessThanOrEqualTo(40_000);
        var told = JsonNode.Parse(text)!["leftOut"]!.AsArray().First(l => (string)l!["of"]! == "")!;
        ((int)told["total"]!).ShouldBe(all);
        ((int)told["shown"]!).ShouldBe(JsonNode.Parse(text)!["answer"]!.AsArray().Count);
        await server.StopAsync(Stop);
    }

    static async Task HoldsAgainst(HttpClient api, McpClient client)
    {
        var tools = await client.ListToolsAsync(cancellationToken: Stop);
        tools.Select(t => t.Name).Order().ShouldBe(s_questions.Select(q => q.Tool).Distinct().Order());
        foreach (var tool in tools)
        {
            tool.Description.Length.ShouldBeGreaterThan(60);
            tool.ProtocolTool.Annotations!.ReadOnlyHint.ShouldBe(true);
            foreach (var parameter in tool.JsonSchema.GetProperty("properties").EnumerateObject())
                parameter.Value.TryGetProperty("description", out _).ShouldBeTrue($"{tool.Name}.{parameter.Name}");
        }

        foreach (var (tool, arguments) in s_questions)
        {
            var told = JsonNode.Parse(await Tell(client, tool, arguments))!;
            using var answer = await api.GetAsync((string)told["from"]!, Stop);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            Same(told["answer"], JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop)), "", Cuts(told["leftOut"]!), tool);
        }
    }

    static Dictionary<string, (int Shown, int Total)> Cuts(JsonNode leftOut) =>
        leftOut.AsArray().ToDictionary(l => (string)l!["of"]!, l => ((int)l!["shown"]!, (int)l["total"]!));

    /// <summary>Row by row what the API says; a list is shorter only where that is told.</summary>
    static void Same(JsonNode? told, JsonNode? said, string place, Dictionary<string, (int Shown, int Total)> cuts, string tool)
    {
        if (said is JsonArray all)
        {
            var shown = told.ShouldBeOfType<JsonArray>();
            (shown.Count, all.Count).ShouldBe(cuts.GetValueOrDefault(place, (all.Count, all.Count)), $"{tool}{place}");
            for (var i = 0; i < shown.Count; i++) Same(shown[i], all[i], FormattableString.Invariant($"{place}/{i}"), cuts, tool);
        }
        else if (said is JsonObject parts)
        {
            told.ShouldBeOfType<JsonObject>().Select(p => p.Key).ShouldBe(parts.Select(p => p.Key));
            foreach (var (name, part) in parts) Same(told[name], part, $"{place}/{name}", cuts, tool);
        }
        else
        {
            JsonNode.DeepEquals(told, said).ShouldBeTrue($"{tool}{place}");
        }
    }

    static async Task<string> Tell(McpClient client, string tool, Dictionary<string, object?> arguments)
    {
        var result = await client.CallToolAsync(tool, arguments, cancellationToken: Stop);
        var text = result.Content.ShouldHaveSingleItem().ShouldBeOfType<TextContentBlock>().Text;
        result.IsError.ShouldNotBe(true, text);
        return text;
    }

    static async Task<HttpStatusCode> Post(HttpClient http, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp");
        request.Headers.Host = "apisnoop.example";
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        request.Content = new StringContent(
            """{"jsonrpc":"2.0","id":1,"method":"tools/list"}""", Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(request, Stop);
        return answer.StatusCode;
    }
}
