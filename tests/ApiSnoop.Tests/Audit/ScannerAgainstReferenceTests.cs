using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ApiSnoop.Audit;
using CsCheck;

namespace ApiSnoop.Tests.Audit;

/// <summary>The vector reader against the framework's JSON reader, field by field.</summary>
public unsafe class ScannerAgainstReferenceTests
{
    static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    /// <summary>One for each thread, as in a load: what it has met before must not change what it reads.</summary>
    [ThreadStatic]
    static EventScanner? s_scanner;

    sealed record Fields(string Id, string Uri, string Verb, string User, string Agent, string Namespace, Stage Stage, int Code, long Received);

    [Fact]
    public void They_agree_on_generated_events_at_every_offset_in_a_block()
    {
        EventJson().Sample(json =>
        {
            var expected = Reference(Encoding.UTF8.GetBytes(json));
            for (var offset = 0; offset < 64; offset++) Scan(json, offset).ShouldBe(expected, $"at offset {offset}: {json}");
        }, iter: 300);
    }

    [Fact]
    public void On_mutated_events_the_scanner_is_never_stricter_and_agrees_where_both_read()
    {
        Gen.Select(EventJson(), Gen.Int[0, 10_000], Gen.OneOf("", "\"", "\\", "{", "}", "[", "]", ",", ":", "\n", "x", "\\u12", "1")).Sample((json, at, with) =>
        {
            var place = at % json.Length;
            // The whole one first, so that the scanner has met what is now nearly the same.
            Scan(json, 0);
            var mutated = json[..place] + with + json[Math.Min(json.Length, place + 1)..];
            var expected = TryReference(Encoding.UTF8.GetBytes(mutated));
            if (expected is not null) Scan(mutated, 0).ShouldBe(expected, mutated);
            else Scan(mutated, at % 64);
        }, iter: 20_000);
    }

    [Fact]
    public void They_agree_on_every_line_of_the_real_logs()
    {
        foreach (var name in new[] { "app-demo-app-v1.20.2-requestresponse", "app-kubectl-v1.20.2-metadata", "app-node-client-0.22-requestresponse" })
        {
            using var gzip = new System.IO.Compression.GZipStream(File.OpenRead(SharedData.Path($"logs/{name}.log.gz")), System.IO.Compression.CompressionMode.Decompress);
            using var lines = new StreamReader(gzip);
            while (lines.ReadLine() is { } line) Scan(line, line.Length % 64).ShouldBe(Reference(Encoding.UTF8.GetBytes(line)));
        }
    }

    static Fields? Scan(string json, int offset)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var buffer = GC.AllocateArray<byte>(offset + bytes.Length + EventScanner.Slack, pinned: true);
        bytes.CopyTo(buffer.AsSpan(offset));
        fixed (byte* start = buffer)
        {
            var p = start + offset;
            if (*p != '{') return null;
            if ((s_scanner ??= new EventScanner()).Read(ref p, start + offset + bytes.Length, out var e) != ReadOutcome.Event) return null;
            return new Fields(
                Text(e.AuditId), Text(e.RequestUri), Text(e.Verb), Text(e.UserName), Text(e.UserAgent), Text(e.Namespace), e.Stage, e.Code, e.Received);
        }

        static string Text(ByteView view) => Encoding.UTF8.GetString(view.Span);
    }

    static Fields? TryReference(byte[] json)
    {
        try
        {
            return Reference(json);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    static Fields? Reference(byte[] json)
    {
        // Of equal top-level keys the last one wins, as in most readers; no server writes any twice.
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || root.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Array) return null;
        if (root.TryGetProperty("kind", out _) && Text(root, "kind") != "Event") return null;
        var fields = new Fields(
            Text(root, "auditID"), Text(root, "requestURI"), Text(root, "verb"), Nested(root, "user", "username"), Text(root, "userAgent"),
            Nested(root, "objectRef", "namespace"), Enum.TryParse<Stage>(Text(root, "stage"), out var stage) && Enum.IsDefined(stage) ? stage : Stage.Unknown,
            Code(root), Time(Text(root, "requestReceivedTimestamp")));
        return fields.Id.Length + fields.Uri.Length > 0 || Text(root, "apiVersion").StartsWith("audit.k8s.io/", StringComparison.Ordinal) ? fields : null;
    }

    static string Text(JsonElement e, string name) =>
        e.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    static string Nested(JsonElement e, string name, string inner) =>
        e.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? Text(value, inner) : "";

    static int Code(JsonElement e) =>
        e.TryGetProperty("responseStatus", out var status) && status.ValueKind == JsonValueKind.Object
        && status.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.Number && code.TryGetInt32(out var value) && value is >= 0 and < 1000 ? value : 0;

    static long Time(string text) =>
        Regex.IsMatch(text, @"\A\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d([.,]\d*)?(Z|z|[+-]\d\d:?\d\d)?\z")
        && DateTimeOffset.TryParse(text.Replace(',', '.'), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? (time.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond
            : long.MinValue;

    /// <summary>Events with odd texts, odd bodies, white space, and their keys in any order.</summary>
    static Gen<string> EventJson()
    {
        var text = Gen.OneOf(
            Gen.String[Gen.Char.AlphaNumeric, 0, 90],
            Gen.String[Gen.OneOf<char>(Gen.OneOf('"', '\\', '{', '}', '&', 'é', '\n'), Gen.Char.AlphaNumeric), 0, 70]);
        var body = Gen.Recursive<object?>((depth, self) => depth > 3
            ? text.Select(t => (object?)t)
            : Gen.OneOf(
                text.Select(t => (object?)t), Gen.Int.Select(i => (object?)i), Gen.Bool.Select(b => (object?)b), Gen.Const((object?)null),
                self.Array[0, 4].Select(a => (object?)a),
                Gen.Select(text, self).Array[0, 4].Select(ps => (object?)ps.DistinctBy(p => p.Item1).ToDictionary(p => p.Item1, p => p.Item2))));
        return Gen.Select(text, text, text, body, Gen.Int[100, 599], Gen.Int[0, 1 << 30])
            .Select((a, b, c, odd, code, seed) => seed % 5 < 2 ? Write(a, b, c, odd, code, seed) : WriteAsServersDo(a, b, c, odd, code, new Random(seed)));
    }

    /// <summary>An event with its keys in the order of the API server, any of them missing, and now and then one that is not known.</summary>
    static string WriteAsServersDo(string a, string b, string c, object? odd, int code, Random random)
    {
        var keys = new (string, object?)[]
        {
            ("auditID", "i" + a), ("stage", random.Next(2) == 0 ? "ResponseComplete" : "RequestReceived"), ("requestURI", "/" + b), ("verb", c),
            ("user", new Dictionary<string, object?> { ["username"] = c + a, ["uid"] = b, ["groups"] = odd }),
            ("impersonatedUser", new Dictionary<string, object?> { ["username"] = "x" }), ("sourceIPs", new[] { "::1" }), ("userAgent", b + c),
            ("objectRef", random.Next(3) == 0
                ? new Dictionary<string, object?> { ["resource"] = b, ["name"] = a }
                : new Dictionary<string, object?> { ["resource"] = b, ["namespace"] = a, ["name"] = c, ["apiVersion"] = "v1" }),
            ("responseStatus", random.Next(3) == 0
                ? new Dictionary<string, object?> { ["metadata"] = new { }, ["status"] = "Failure", ["message"] = b, ["code"] = code }
                : new Dictionary<string, object?> { ["metadata"] = new { }, ["code"] = code }),
            ("requestObject", odd), ("responseObject", new Dictionary<string, object?> { ["items"] = odd }),
            ("requestReceivedTimestamp", "2026-11-23T15:12:00.492122Z"), ("stageTimestamp", "2026-11-23T15:12:00.492122Z"),
            ("annotations", new Dictionary<string, object?> { [b] = c }),
        };
        var kept = keys.Where(_ => random.Next(12) > 0).Select(k => $"\"{k.Item1}\":{JsonSerializer.Serialize(k.Item2)}");
        return "{" + string.Join(',', kept.Prepend("\"kind\":\"Event\",\"apiVersion\":\"audit.k8s.io/v1\",\"level\":\"RequestResponse\"")) + "}";
    }

    static string Write(string a, string b, string c, object? odd, int code, int seed)
    {
        var keys = new List<KeyValuePair<string, object?>>
        {
            new("kind", "Event"), new("apiVersion", "audit.k8s.io/v1"), new("auditID", "i" + a), new("stage", seed % 2 == 0 ? "ResponseComplete" : "RequestReceived"),
            new("requestURI", "/" + b), new("verb", c), new("userAgent", b + c),
            new("user", new Dictionary<string, object?> { ["groups"] = odd, ["username"] = c + a, ["extra"] = odd }),
            new("objectRef", new Dictionary<string, object?> { ["name"] = "namespace", ["namespace"] = a }),
            new("responseStatus", new Dictionary<string, object?> { ["metadata"] = new { }, ["code"] = code, ["message"] = b }),
            new("requestObject", odd), new("responseObject", new[] { odd, odd }), new("annotations", odd), new(a + "x", odd),
            new("requestReceivedTimestamp", "2026-11-23T15:12:00.492122Z"), new("stageTimestamp", "2026-11-23T15:12:00.492122Z"),
        };
        var random = new Random(seed);
        var order = keys.DistinctBy(k => k.Key).ToArray();
        random.Shuffle(order);
        return JsonSerializer.Serialize(order.ToDictionary(), seed % 3 == 0 ? s_indented : null);
    }
}
