using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ApiSnoop.Audit;
using ApiSnoop.Tests.Matching;
using CsCheck;

namespace ApiSnoop.Tests.Loading;

/// <summary>
/// The whole way from bytes to counts against the plain one: every event parsed by the framework, the stages of a request put
/// together in memory, every template tried as a regular expression.
/// </summary>
public class LoadAgainstReferenceTests
{
    static readonly string[] s_stages = ["RequestReceived", "ResponseStarted", "ResponseComplete", "Panic"];
    static readonly JsonSerializerOptions s_unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    static readonly RegexMatcher s_matcher = new(LoadedText.SmallRelease);

    static readonly string[] s_uris =
    [
        "/api/v1/nodes", "/api/v1/nodes?limit=500&resourceVersion=0", "/api/v1/namespaces/a/pods", "/api/v1/namespaces/a/pods/",
            "/api/v1/namespaces/pods/pods/status",
        "/api/v1/namespaces/a/p%6Fds/p", "/api/v1/namespaces/ü/pods/x%2Fy?watch=1", "/apis/example.com/v1/namespaces/n/foos/x", "/readyz",
            "/api/v1/", "/", "/api/v1/namespaces/a%2Fpods", "/api/v1/namespaces/a/pods/x%252Fy",
        "/api/v1/namespaces/a/pods/p/log?container=\"c\\d\"", "/api/v1//nodes",
    ];

    static readonly string[] s_agents =
    [
        "", "kubectl/v1.20.2 (linux/amd64) kubernetes/faecb19",
            "e2e.test/v1.20.2 (linux/amd64) kubernetes/faecb19 -- [sig-node] Pods should \"run\" -- and end [Conformance]", "ä\n\t😀",
        "a client whose name is longer than any block of sixty-four bytes that the reader looks at at once, and then some",
    ];

    static readonly string[] s_users =
        ["system:admin", "system:serviceaccount:kube-system:deployment-controller", "{\"username\":\"x\"}", ""];
    static readonly string?[] s_verbs = ["get", "list", "watch", "create", "delete", "", "head", "post", null];
    static readonly string[] s_removed = ["", "deprecated", "1.22", "1.25"];
    static readonly string[] s_namespaces = ["", "a", "kube-system", "a\\b"];

    /// <summary>What a request counts under.</summary>
    sealed record Counted(
        string? Operation, string Agent, string User, string Impersonator, string Namespace, string Verb, int Code, string Deprecation);

    [Fact]
    public void A_load_counts_what_a_plain_one_counts()
    {
        Gen.Select(Gen.Int, Gen.Int[1, 120], Gen.Int[1, 3], Gen.Int[1, 3]).Sample((seed, requests, files, threads) =>
        {
            var random = new Random(seed);
            var events = Events(random, requests);
            var inputs = events.GroupBy(_ => random.Next(files)).Select(file => Wrap([.. file], random)).ToArray();

            var load = LoadedText.Of([.. inputs.Select(Encoding.UTF8.GetBytes)], threads: threads);

            load.Events.ShouldBe(events.Count);
            load.Bad.ShouldBe(0);
            var (counted, expected) = (Counts(load), Reference(events));
            counted.Except(expected).ShouldBeEmpty("counted, but should not be");
            expected.Except(counted).ShouldBeEmpty("not counted");
        }, iter: 100);
    }

    /// <summary>Who passes logs on may write keys in an order of his own, which may begin like that of the API server.</summary>
    [Theory]
    [InlineData("auditID stage requestURI")]
    [InlineData("stage auditID requestURI")]
    [InlineData("stage requestURI auditID")]
    [InlineData("requestURI stage auditID")]
    [InlineData("stage verb auditID requestURI")]
    public void Stages_are_of_one_request_in_whatever_order_their_keys_stand(string order)
    {
        string Event(string stage, string id)
        {
            var values = new Dictionary<string, string>
            {
                ["auditID"] = id,
                ["stage"] = stage,
                ["requestURI"] = "/api/v1/nodes?" + id,
                ["verb"] = "get",
            };
            var keys = order.Split(' ').Union(["verb"]).Select(k => $"\"{k}\":\"{values[k]}\"");
            return $"{{\"kind\":\"Event\",\"apiVersion\":\"audit.k8s.io/v1\",\"level\":\"Metadata\",{string.Join(",", keys)},"
                + "\"user\":{\"username\":\"a\"},\"requestReceivedTimestamp\":\"2023-11-14T22:13:27.000000Z\"}";
        }

        string[] usual =
        [
            .. from id in (string[])["one", "two"]
               from stage in (string[])["ResponseComplete", "RequestReceived"]
               select Event(stage, id),
            Event("RequestReceived", "three"), Event("ResponseComplete", "three"),
        ];

        var load = LoadedText.Of(string.Join("\n", usual));

        load.Cube.Requests.ShouldBe(3);
        load.Cube.Cells.ShouldHaveSingleItem();
    }

    /// <summary>Events of made-up requests: some stages missing, some told again, mostly in the order of time.</summary>
    static List<string> Events(Random random, int requests)
    {
        var events = new List<(double Time, string Json)>();
        var redacted = new HashSet<string>();
        for (var i = 0; i < requests; i++)
        {
            var request = Request(random, random.Next(20) == 0 ? "redacted" : $"{random.NextInt64():x}-{i}", i);
            // Where the time is one value as well, verb and URI tell requests apart.
            if (random.Next(10) == 0 && redacted.Add($"{request["verb"]} {request["requestURI"]}"))
                (request["auditID"], request["requestReceivedTimestamp"]) = ("redacted", "2020-01-01T00:00:00.000000Z");
            var lateness = random.Next(10) == 0 ? 1000 : 2;
            for (var stage = 0; stage < s_stages.Length; stage++)
            {
                if (random.Next(3) == 0) continue;
                var json = AtStage(request, stage, random);
                for (var told = random.Next(15) == 0 ? 2 : 1; told > 0; told--) events.Add((i + random.NextDouble() * lateness, json));
            }
        }

        return [.. events.OrderBy(e => e.Time).Select(e => e.Json)];
    }

    static Dictionary<string, object?> Request(Random random, string id, int number)
    {
        T Any<T>(T[] of) => of[random.Next(of.Length)];
        var (agent, nameSpace, removed) = (Any(s_agents), Any(s_namespaces), Any(s_removed));
        var annotations = new Dictionary<string, string>
        {
            ["authorization.k8s.io/decision"] = "allow",
            ["authorization.k8s.io/reason"] = random.Next(2) == 0 ? "" : "RBAC: {allowed} \"k8s.io/deprecated\":\"true\"",
        };
        if (removed.Length > 0) annotations["k8s.io/deprecated"] = "true";
        if (removed.StartsWith('1')) annotations["k8s.io/removed-release"] = removed;
        return new Dictionary<string, object?>
        {
            ["kind"] = "Event",
            ["apiVersion"] = "audit.k8s.io/v1",
            ["level"] = "RequestResponse",
            ["auditID"] = id,
            ["stage"] = "",
            ["requestURI"] = Any(s_uris),
            ["verb"] = Any(s_verbs),
            ["user"] = new { username = Any(s_users), groups = new[] { "system:authenticated" } },
            ["impersonatedUser"] = random.Next(4) == 0 ? new { username = Any(s_users), groups = new[] { "a" } } : null,
            ["sourceIPs"] = new[] { "::1" },
            ["userAgent"] = agent.Length == 0 ? null : agent,
            ["objectRef"] = nameSpace.Length == 0 ? null : new { resource = "pods", @namespace = nameSpace, apiVersion = "v1" },
            ["responseStatus"] = null,
            ["requestObject"] = null,
            ["responseObject"] = null,
            ["requestReceivedTimestamp"] = DateTime.UnixEpoch.AddSeconds(1_700_000_000 + number)
                .ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture),
            ["stageTimestamp"] = "2023-11-14T22:13:20.000001Z",
            ["annotations"] = annotations,
        };
    }

    static string AtStage(Dictionary<string, object?> request, int stage, Random random)
    {
        var told = new Dictionary<string, object?>(request) { ["stage"] = s_stages[stage] };
        if (stage > 0) told["responseStatus"] = new { metadata = new { }, code = random.Next(8) == 0 && stage > 1 ? 405 : 200 + stage };
        // Bodies that look like events must not be taken for any.
        if (stage == 2 && random.Next(3) == 0)
            told["responseObject"] = new { auditID = "body", requestURI = "/api/v1/nodes", stage = "Panic", items = new[] { request } };
        var present = told.Where(f => f.Value is not null).ToArray();
        if (random.Next(4) == 0) random.Shuffle(present);
        return JsonSerializer.Serialize(present.ToDictionary(), random.Next(2) == 0 ? s_unescaped : null);
    }

    static string Wrap(string[] events, Random random) => random.Next(4) switch
    {
        0 => "[" + string.Join(", ", events) + "]",
        1 => """{"kind":"EventList","items":[""" + string.Join(",\n", events) + "]}",
        2 => string.Concat(events),
        _ => string.Join("\r\n", events),
    };

    static List<string> Counts(LoadedText load) => load.Cube.Cells
        .GroupBy(c => new Counted(
            load.Cube.Targets[c.Target].OperationId, load.Cube.Agents[c.Agent], load.Cube.Users[c.User],
            load.Cube.Impersonators[c.Impersonator], load.Cube.Namespaces[c.Namespace], load.Cube.Verbs[c.Verb], c.Code,
            load.Cube.Deprecations[c.Deprecation]))
        .Select(g => $"{g.Sum(c => c.Requests)} of {g.Key}")
        .ToList();

    static List<string> Reference(List<string> events)
    {
        var parsed = events.Select(json => JsonDocument.Parse(json).RootElement);
        return parsed
            .GroupBy(e => (Text(e, "auditID"), Text(e, "requestReceivedTimestamp"), Verb(e), Text(e, "requestURI")))
            .Select(stages =>
                stages.MaxBy(e => Array.IndexOf(["RequestReceived", "ResponseStarted", "Panic", "ResponseComplete"], Text(e, "stage"))))
            .GroupBy(Plainly)
            .Select(g => $"{g.Count()} of {g.Key}")
            .ToList();
    }

    static Counted Plainly(JsonElement e)
    {
        var verb = Verb(e);
        var path = Uri.UnescapeDataString(Text(e, "requestURI").Split('?')[0]);
        var named = e.TryGetProperty("objectRef", out var about) ? Text(about, "namespace") : "";
        var segments = path.Split('/');
        var inPath = segments is ["", "api", _, "namespaces", var core, ..] ? core
            : segments is ["", "apis", _, _, "namespaces", var grouped, ..] ? grouped : "";
        var code = e.TryGetProperty("responseStatus", out var status) ? status.GetProperty("code").GetInt32() : 0;
        var operation = code == 405
            ? null
            : s_matcher.Match(Text(e, "requestURI").Split('?')[0], AuditVerb.Method(Encoding.UTF8.GetBytes(verb)));
        var (user, other) = (Text(e.GetProperty("user"), "username"), "");
        if (e.TryGetProperty("impersonatedUser", out var impersonated)) other = Text(impersonated, "username");
        var annotations = e.GetProperty("annotations");
        var deprecation = Text(annotations, "k8s.io/deprecated") != "true" ? ""
            : Text(annotations, "k8s.io/removed-release") is { Length: > 0 } removed ? removed : "deprecated";
        return new Counted(
            operation?.Id, Text(e, "userAgent"), other.Length > 0 ? other : user, other.Length > 0 ? user : "",
            named.Length > 0 ? named : inPath, verb, code, deprecation);
    }

    static string Verb(JsonElement e) => e.TryGetProperty("verb", out var verb) ? verb.GetString()! : "(absent)";

    static string Text(JsonElement e, string name) => e.TryGetProperty(name, out var text) ? text.GetString()! : "";
}
