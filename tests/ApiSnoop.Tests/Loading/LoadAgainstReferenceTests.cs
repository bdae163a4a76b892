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
            "/api/v1/", "/",
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
    static readonly string[] s_verbs = ["get", "list", "watch", "create", "delete", "", "head", "post"];
    static readonly string[] s_namespaces = ["", "a", "kube-system", "a\\b"];

    /// <summary>What a request counts under.</summary>
    sealed record Counted(string? Operation, string Agent, string User, string Namespace, string Verb, int Code);

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

    /// <summary>Events of made-up requests: some stages missing, some told again, mostly in the order of time.</summary>
    static List<string> Events(Random random, int requests)
    {
        var events = new List<(double Time, string Json)>();
        for (var i = 0; i < requests; i++)
        {
            var request = Request(random, random.Next(20) == 0 ? "redacted" : $"{random.NextInt64():x}-{i}", i);
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
        string Any(string[] of) => of[random.Next(of.Length)];
        var (agent, nameSpace) = (Any(s_agents), Any(s_namespaces));
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
            ["sourceIPs"] = new[] { "::1" },
            ["userAgent"] = agent.Length == 0 ? null : agent,
            ["objectRef"] = nameSpace.Length == 0 ? null : new { resource = "pods", @namespace = nameSpace, apiVersion = "v1" },
            ["responseStatus"] = null,
            ["requestObject"] = null,
            ["responseObject"] = null,
            ["requestReceivedTimestamp"] = DateTime.UnixEpoch.AddSeconds(1_700_000_000 + number)
                .ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture),
            ["stageTimestamp"] = "2023-11-14T22:13:20.000001Z",
            ["annotations"] =
                new Dictionary<string,
                    string>
                {
                    ["authorization.k8s.io/decision"] = "allow",
                    ["authorization.k8s.io/reason"] = random.Next(2) == 0
                        ? ""
                        : "RBAC: {allowed}"
                },
        };
    }

    static string AtStage(Dictionary<string, object?> request, int stage, Random random)
    {
        var told = new Dictionary<string, object?>(request) { ["stage"] = s_stages[stage] };
        if (stage > 0) told["responseStatus"] = new { metadata = new { }, code = 200 + stage };
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
            load.Cube.Targets[c.Target].OperationId, load.Cube.Agents[c.Agent], load.Cube.Users[c.User], load.Cube.Namespaces[c.Namespace],
                load.Cube.Verbs[c.Verb], c.Code))
        .Select(g => $"{g.Sum(c => c.Requests)} of {g.Key}")
        .ToList();

    static List<string> Reference(List<string> events)
    {
        var parsed = events.Select(json => JsonDocument.Parse(json).RootElement);
        return parsed
            .GroupBy(e => (Text(e, "auditID"), Text(e, "requestReceivedTimestamp")))
            .Select(stages =>
                stages.MaxBy(e => Array.IndexOf(["RequestReceived", "ResponseStarted", "Panic", "ResponseComplete"], Text(e, "stage"))))
            .GroupBy(Plainly)
            .Select(g => $"{g.Count()} of {g.Key}")
            .ToList();
    }

    static Counted Plainly(JsonElement e)
    {
        var verb = Text(e, "verb");
        var path = Text(e, "requestURI").Split('?')[0];
        var named = e.TryGetProperty("objectRef", out var about) ? Text(about, "namespace") : "";
        var segments = path.Split('/');
        var inPath = segments.Length > 4
            && segments[1] is "api" or "apis" ? segments.SkipWhile(s => s != "namespaces").Skip(1).FirstOrDefault("") : "";
        return new Counted(
            s_matcher.Match(string.Join('/', segments.Select(Decoded)), AuditVerb.Method(Encoding.UTF8.GetBytes(verb)))?.Id,
                Text(e, "userAgent"), Text(e.GetProperty("user"), "username"),
            named.Length > 0
                ? named
                : inPath, verb, e.TryGetProperty("responseStatus", out var status)
                ? status.GetProperty("code").GetInt32()
                : 0);
    }

    /// <summary>A slash that belongs to a name does not divide.</summary>
    static string Decoded(string segment) => Uri.UnescapeDataString(segment).Replace('/', '_');

    static string Text(JsonElement e, string name) => e.TryGetProperty(name, out var text) ? text.GetString()! : "";
}
