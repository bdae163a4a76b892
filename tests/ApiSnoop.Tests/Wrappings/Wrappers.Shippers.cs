using System.Text.Json;
using System.Text.Json.Nodes;

namespace ApiSnoop.Tests.Wrappings;

/// <content>Log shippers, databases and the rest.</content>
static partial class Wrappers
{
    static Dictionary<string, Func<byte[]>> Shippers() => new()
    {
        ["fluentd"] = () => Each((l, _) => RawEvents.Json(new { log = l, stream = "stdout", kubernetes = new { pod_name = "a" } })),
        ["fluentd, to a file"] = () => Each((l, _) => $"2024-10-21T16:18:00+00:00\tkube.audit\t{RawEvents.Json(new { log = l })}"),
        ["Fluent Bit, parsed"] = () => Each((l, _) => RawEvents.Json(new { date = 1.5, log = JsonNode.Parse(l) })),
        ["vector"] = () => Each((l, _) => RawEvents.Json(new { file = "/audit.log", host = "h", message = l, source_type = "file" })),
        ["vector, as an array"] = () => Utf8(RawEvents.Json(s_lines.Select(l => new { host = "h", message = l }))),
        ["journald"] = () => Each((l, _) => RawEvents.Json(new { __REALTIME_TIMESTAMP = "1", MESSAGE = l, SYSLOG_IDENTIFIER = "k" })),
        ["Loki push"] = () => Utf8(RawEvents.Json(new { streams = Streams() })),
        ["Loki query"] = () => Utf8(JsonSerializer.Serialize(
            new { status = "success", data = new { resultType = "streams", result = Streams(), stats = new { a = new { b = 1 } } } },
            s_pretty)),
        ["logcli"] = () => Each((l, _) => $$"""2024-10-21T16:18:00Z {filename="/audit.log", job="audit"} {{l}}"""),
        ["logcli -o jsonl"] = () => Each((l, _) => RawEvents.Json(new { labels = new { job = "audit" }, line = l, timestamp = "2024" })),
        ["OpenTelemetry"] = () => Utf8(string.Concat(s_lines.Chunk(50).Select(ls =>
            RawEvents.Json(Telemetry(ls.Select(l => (object)new { timeUnixNano = "1", body = new { stringValue = l } }))) + "\n"))),
        ["OpenTelemetry, parsed"] = () => Utf8(RawEvents.Json(
            Telemetry(RawEvents.Objects.Select(e => (object)new { body = AnyValue(e) })))),
        ["OpenTelemetry, as attributes"] = () => Utf8(RawEvents.Json(
            Telemetry(RawEvents.Objects.Select(e => (object)new { body = new { stringValue = "" }, attributes = Pairs(e) })))),
    };

    static IEnumerable<object> Streams() => s_lines.Chunk(100).Select((ls, n) => (object)new
    { stream = new { job = "audit", n = $"{n}" }, values = ls.Reverse().Select((l, i) => new[] { $"{i}", l }) });

    static object Telemetry(IEnumerable<object> records) => new
    {
        resourceLogs = new[]
        {
            new { resource = new { attributes = new[] { new { key = "a", value = new { stringValue = "b" } } } },
                scopeLogs = new[] { new { logRecords = records } } },
        },
    };

    static IEnumerable<object> Pairs(JsonObject of) => of.Select(p => (object)new { key = p.Key, value = AnyValue(p.Value) });

    static object AnyValue(JsonNode? node) => node switch
    {
        JsonObject o => new { kvlistValue = new { values = Pairs(o) } },
        JsonArray a => new { arrayValue = new { values = a.Select(AnyValue) } },
        JsonValue v when v.GetValueKind() == JsonValueKind.String => new { stringValue = v.GetValue<string>() },
        JsonValue v when v.GetValueKind() == JsonValueKind.Number => new { intValue = v.ToJsonString() },
        JsonValue v => new { boolValue = v.GetValueKind() == JsonValueKind.True },
        _ => new { },
    };

    static Dictionary<string, Func<byte[]>> Databases() => new()
    {
        ["Elasticsearch hits"] = () => Utf8(JsonSerializer.Serialize(new
        {
            took = 1,
            hits = new { hits = RawEvents.Objects.Select(e => new { _index = "x", _source = new { kubernetes = new { audit = e } } }) },
        }, s_pretty)),
        ["Elasticsearch dump"] = () => Each((l, _) => RawEvents.Json(new { _index = "x", _source = new { message = l } })),
        ["Elasticsearch bulk"] = () => Each((l, _) => "{\"index\":{\"_id\":1}}\n" + RawEvents.Json(new { json = JsonNode.Parse(l) })),
        ["Elasticsearch, flattened"] = () => Utf8(string.Concat(
            RawEvents.Small.Select(e => RawEvents.Json(Flat(e, "kubernetes.audit.").ToDictionary()) + "\n"))),
        ["Elasticsearch fields"] = () => Utf8(RawEvents.Json(new
        {
            hits = RawEvents.Small.Select(e => new { fields = Flat(e, "json.").ToDictionary(f => f.Key, f => new[] { f.Value }) }),
        })),
        ["Kibana CSV"] = Kibana,
        ["Splunk JSON"] = () => Each((l, i) => RawEvents.Json(
            new { preview = false, offset = i, result = new { _raw = l, sourcetype = "k" } })),
        ["Splunk results"] = () => Utf8(RawEvents.Json(
            new { results = s_lines.Select(l => new { auditID = "x", verb = "get", _raw = l }) })),
        ["Splunk CSV"] = () => Csv(["_serial", "_raw", "source"], s_lines.Select((l, i) => new[] { $"{i}", l, "x" })),
        ["Splunk HEC"] = () => Utf8(string.Concat(RawEvents.Objects.Select(e => RawEvents.Json(new { time = 1, @event = e })))),
    };

    static byte[] Kibana()
    {
        var rows = RawEvents.Small.Select(e => Flat(e, "json.").ToDictionary()).ToList();
        var columns = rows.SelectMany(r => r.Keys).Distinct().Order(StringComparer.Ordinal).ToArray();
        return Csv(["@timestamp", .. columns], rows.Select(r => (string[])["Nov 20, 2026 @ 10:00:00.000",
            .. columns.Select(c => r.TryGetValue(c, out var v) ? v is string s ? s : RawEvents.Json(v) : "")]));
    }

    static IEnumerable<KeyValuePair<string, object?>> Flat(JsonObject e, string prefix) => e.SelectMany(p => p.Value switch
    {
        JsonObject o => Flat(o, $"{prefix}{p.Key}."),
        JsonValue v when v.GetValueKind() == JsonValueKind.String => [new(prefix + p.Key, v.GetValue<string>())],
        _ => [new KeyValuePair<string, object?>(prefix + p.Key, p.Value)],
    });

    static Dictionary<string, Func<byte[]>> Others() => new()
    {
        ["OVH"] = () => Each((l, _) => RawEvents.Json(new { message = RawEvents.Json(l) })),
        ["Alibaba rows"] = () => Each((l, _) => RawEvents.Json(new { __topic__ = "", content = l, __time__ = "1" })),
        ["Alibaba rows, objects as text"] = () => Utf8(string.Concat(RawEvents.Small.Select(e => RawEvents.Json(
            e.ToDictionary(p => p.Key, p => p.Value is JsonObject o ? RawEvents.Json(o) : (object?)p.Value)) + "\n"))),
        ["Pub/Sub"] = () => Utf8(JsonSerializer.Serialize(
            s_lines.Select(l => new { ackId = "x", message = new { data = Convert.ToBase64String(Utf8(l)) } }), s_pretty)),
        ["zeros before it"] = () => [.. new byte[3 << 20], .. Each((l, _) => $"node-1 {l}")],
    };
}
