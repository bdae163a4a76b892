using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ApiSnoop.Tests.Wrappings;

/// <content>EKS and AKS.</content>
static partial class Wrappers
{
    const string Stream = "kube-apiserver-audit-9001c7a5f2f8a8f2e5b1e1b0a8d2a111";
    const string OtherStream = "kube-apiserver-9001c7a5f2f8a8f2e5b1e1b0a8d2a111";
    static readonly JsonSerializerOptions s_pretty = new(RawEvents.Relaxed) { WriteIndented = true };

    static Dictionary<string, Func<byte[]>> CloudWatch() => new()
    {
        ["filter-log-events"] = () => Utf8(RawEvents.Json(
            new { events = s_lines.Select(FilterEvent), searchedLogStreams = Array.Empty<int>() })),
        ["filter-log-events, pretty"] = () => Utf8(JsonSerializer.Serialize(new { events = s_lines.Select(FilterEvent) }, s_pretty)),
        ["get-log-events"] = () => Utf8(JsonSerializer.Serialize(
            new { events = s_lines.Select(l => new { timestamp = 1, message = l, ingestionTime = 2 }), nextForwardToken = "f/1" },
            s_pretty)),
        ["aws logs tail"] = () => Each((l, _) => $"2023-05-20T05:26:57.511000+00:00 {OtherStream} I0520 05:26:57.5 1 x.go:1] {{\"a\":1}}\n"
            + $"2023-05-20T05:26:57.511000+00:00 {Stream} {l}"),
        ["subscription, concatenated"] = () => Utf8(Control + string.Concat(s_lines.Chunk(50).Select(Envelope))),
        ["subscription, gzip members"] = () => [.. s_lines.Chunk(50).SelectMany(ls => Gzip(Envelope(ls)))],
        ["subscription, base64 and gzip"] = () => Utf8(string.Concat(s_lines.Chunk(50).Select(ls => Packed(ls) + "\n"))),
        ["awslogs.data"] = () => Utf8(string.Concat(s_lines.Chunk(50).Select(
            ls => RawEvents.Json(new { awslogs = new { data = Packed(ls) } }) + "\n"))),
        ["Kinesis records"] = () => Utf8(JsonSerializer.Serialize(
            new { Records = s_lines.Chunk(50).Select(ls => new { kinesis = new { data = Packed(ls) } }) }, s_pretty)),
        ["export to S3"] = () => [.. Gzip(Encoding.UTF8.GetString(Each((l, _) => $"2023-05-20T05:26:57.511Z {l}")))],
        ["Logs Insights CSV"] = () => Csv(["@timestamp", "@message", "@logStream"], s_lines.Select(l => new[] { "2023-05-20", l, Stream })),
        ["Logs Insights CSV, other order and line ends"] = () =>
            Csv(["@logStream", "@message"], s_lines.Select(l => new[] { Stream, l }), end: "\r\n"),
        ["Logs Insights CSV, one column"] = () => Csv(["@message"], s_lines.Select(l => new[] { l })),
        ["Logs Insights JSON"] = () => Utf8(JsonSerializer.Serialize(new
        {
            results = s_lines.Select(l => new[] { new { field = "@ptr", value = "C" }, new { field = "@message", value = l } }),
            status = "Complete",
        }, s_pretty)),
    };

    static object FilterEvent(string line, int i) =>
        new { logStreamName = Stream, timestamp = 1684560446511 + i, message = line, ingestionTime = 1684560446600 + i, eventId = $"{i}" };

    static string Control => RawEvents.Json(new
    {
        messageType = "CONTROL_MESSAGE",
        logGroup = "",
        logStream = "",
        logEvents = new[] { new { id = "", message = "CWL CONTROL MESSAGE" } },
    });

    static string Envelope(string[] lines) => RawEvents.Json(new
    {
        messageType = "DATA_MESSAGE",
        owner = "1",
        logGroup = "/aws/eks/c/cluster",
        logStream = Stream,
        subscriptionFilters = new[] { "f" },
        logEvents = lines.Select((l, i) => new { id = $"{i}", timestamp = i, message = l }),
    });

    static string Packed(string[] lines) => Convert.ToBase64String(Gzip(Envelope(lines)));

    public static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(Utf8(text));
        return packed.ToArray();
    }

    static Dictionary<string, Func<byte[]>> AzureMonitor() => new()
    {
        ["Event Hub"] = () => Utf8(string.Concat(s_lines.Chunk(50).Select(ls => RawEvents.Json(new
        { records = ls.Select(l => AzureRecord("kube-audit", l + "\n")).Append(AzureRecord("kube-scheduler", "I1120 x {}\n")) })))),
        ["storage"] = () => Each((l, _) => RawEvents.Json(AzureRecord("kube-audit", l))),
        ["storage, with objects"] = () => Each((l, _) => RawEvents.Json(AzureRecord("kube-audit-admin", JsonNode.Parse(l)!))),
        ["AzureDiagnostics CSV"] = () => Csv(["TimeGenerated [UTC]", "log_s", "Category"],
            s_lines.Select(l => new[] { "5/20/2023, 5:26:57.511 AM", l, "kube-audit" })),
        ["AzureDiagnostics tables"] = () => Utf8(JsonSerializer.Serialize(
            new { tables = new[] { Table(["Category", "log_s"], s_lines.Select(l => new object[] { "kube-audit", l })) } }, s_pretty)),
        ["AKSAudit CSV"] = () => Csv(s_auditColumns, RawEvents.Objects.Select(AuditRow)),
        ["AKSAudit CSV, other delimiter and order"] = () => Csv([.. s_auditColumns.Reverse()],
            RawEvents.Objects.Select(e => AuditRow(e).Reverse().ToArray()), ';', "\r\n"),
        ["AKSAudit tables"] = () => Utf8(RawEvents.Json(
            new { tables = new[] { Table(s_auditColumns, RawEvents.Objects.Select(AuditRow)) } })),
        ["AKSAudit of az"] = () => Utf8(JsonSerializer.Serialize(
            RawEvents.Objects.Select(e => s_auditColumns.Zip(AuditRow(e)).ToDictionary(c => c.First, c => c.Second)), s_pretty)),
        ["AzureDiagnostics of az"] = () => Utf8(JsonSerializer.Serialize(
            s_lines.Select(l => new { Category = "kube-audit", TableName = "PrimaryResult", log_s = l }), s_pretty)),
    };

    static readonly string[] s_auditColumns =
    [
        "TimeGenerated", "RequestUri", "Verb", "User", "UserAgent", "AuditId", "Stage", "ObjectRef", "RequestObject", "ResponseStatus",
        "SourceIps", "RequestReceivedTime", "StageReceivedTime",
    ];

    /// <summary>A row of the table AKSAudit: objects are JSON text, and bodies that are too big are not there.</summary>
    static string[] AuditRow(JsonObject e) =>
    [
        "2023", Said(e, "requestURI"), Said(e, "verb"), Said(e, "user"), Said(e, "userAgent"), Said(e, "auditID"), Said(e, "stage"),
        Said(e, "objectRef"), "skipped-too-big-size-object", Said(e, "responseStatus"), Said(e, "sourceIPs"),
        Said(e, "requestReceivedTimestamp"), Said(e, "stageTimestamp"),
    ];

    static string Said(JsonObject e, string key) => e[key] switch
    {
        null => "",
        JsonValue v => v.GetValue<string>(),
        var o => RawEvents.Json(o),
    };

    static object AzureRecord(string category, object log) => new
    {
        category,
        operationName = "Microsoft.ContainerService/managedClusters/diagnosticLogs/Read",
        properties = new { log, containerID = "0a1b", stream = "stdout", pod = "kube-apiserver-1" },
        resourceId = "/SUBSCRIPTIONS/0",
        time = "2026-11-20T10:00:00.003000Z",
    };

    static object Table(string[] columns, IEnumerable<object[]> rows) =>
        new { name = "PrimaryResult", columns = columns.Select(c => new { name = c, type = "string" }), rows };

    static byte[] Csv(string[] columns, IEnumerable<string[]> rows, char delimiter = ',', string end = "\n") => Utf8(string.Concat(
        rows.Prepend(columns).Select(r => string.Join(delimiter, r.Select(c => Cell(c, delimiter))) + end)));

    static string Cell(string text, char delimiter) =>
        text.AsSpan().IndexOfAny("\"\n") >= 0 || text.Contains(delimiter) ? $"\"{text.Replace("\"", "\"\"")}\"" : text;
}
