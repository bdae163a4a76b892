using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ApiSnoop.Audit;
using ApiSnoop.Audit.Reading;
using ApiSnoop.Tests.Loading;
using CsCheck;

namespace ApiSnoop.Tests.Audit;

/// <summary>The vector reader against the framework's JSON reader, field by field.</summary>
public unsafe class ScannerAgainstReferenceTests
{
    static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    /// <summary>One for each thread, as in a load: what it has met before must not change what it reads.</summary>
    [ThreadStatic]
    static EventScanner? s_scanner;

    sealed record Fields(
        string Id, string Uri, string Verb, string User, string Agent, string Namespace, Stage Stage, int Code, long Received);

    [Fact]
    public void They_agree_on_generated_events_at_every_offset_in_a_block()
    {
        EventJson().Sample(json =>
        {
            var expected = Reference(Encoding.UTF8.GetBytes(json));
            for (var offset = 0; offset < 64; offset++)
                Scan(json, offset, FirstStageOf(json)).ShouldBe(expected, $"at offset {offset}: {json}");
        }, iter: 300);
    }

    [Fact]
    public void On_mutated_events_the_scanner_is_never_stricter_and_agrees_where_both_read()
    {
        Gen.Select(EventJson(), Gen.Int[0, 10_000], Gen.OneOf("", "\"", "\\", "{", "}", "[", "]", ",", ":", "\n", "x", "\\u12", "1"))
            .Sample((json, at, with) =>
        {
            var place = at % json.Length;
            var mutated = json[..place] + with + json[Math.Min(json.Length, place + 1)..];
            var expected = TryReference(Encoding.UTF8.GetBytes(mutated));
            // The whole one first, so that the scanner has met what is now nearly the same.
            if (expected is not null) Scan(mutated, 0, FirstStageOf(json)).ShouldBe(expected, mutated);
            else Scan(mutated, at % 64, FirstStageOf(json));
        }, iter: 20_000);
    }

    [Fact]
    public void A_later_stage_is_read_as_it_stands_whatever_the_first_one_said()
    {
        Gen.Select(EventJson(), EventJson(), Gen.Int[0, 10_000], Gen.Int[0, 40]).Sample((json, other, at, length) =>
        {
            // A first stage with a piece of another event in it: equal to the later one before the piece, behind it, or not at all.
            var (place, from) = (at % json.Length, at % other.Length);
            var first = json[..place] + other[from..Math.Min(other.Length, from + length)] + json[Math.Min(json.Length, place + length)..];
            Scan(json, at % 64, FirstStageOf(first)).ShouldBe(Reference(Encoding.UTF8.GetBytes(json)), $"{first}\n{json}");
        }, iter: 5_000);
    }

    public static TheoryData<string> Logs => RealLog.BundledNames;

    [Theory]
    [MemberData(nameof(Logs))]
    public void They_agree_on_every_line_of_a_real_log(string log) => ShouldAgreeOnEveryLine(RealLog.Named(log));

    [Fact]
    public void They_agree_on_every_line_of_the_large_logs()
    {
        foreach (var log in RealLog.Large) ShouldAgreeOnEveryLine(log);
    }

    static void ShouldAgreeOnEveryLine(RealLog log)
    {
        using var gzip = new GZipStream(File.OpenRead(log.Path), CompressionMode.Decompress);
        using var lines = new StreamReader(gzip);
        var before = "";
        while (lines.ReadLine() is { } line)
        {
            Scan(line, line.Length % 64, before).ShouldBe(Reference(Encoding.UTF8.GetBytes(line)));
            before = line;
        }
    }

    static string FirstStageOf(string json) => json.Replace("ResponseComplete", "RequestReceived", StringComparison.Ordinal);

    /// <summary>Reads an event that another one stands before in the same run.</summary>
    static Fields? Scan(string json, int offset, string before)
    {
        var scanner = s_scanner ??= new EventScanner();
        scanner.StartRun(new ByteArena());
        var first = Encoding.UTF8.GetBytes(before);
        var bytes = Encoding.UTF8.GetBytes(json);
        // The offset is that of the event, so the one before it ends in a block of its own.
        var at = (first.Length + EventScanner.Slack - 1) / EventScanner.Slack * EventScanner.Slack + offset;
        var buffer = GC.AllocateArray<byte>(at + bytes.Length + EventScanner.Slack, pinned: true);
        first.CopyTo(buffer);
        bytes.CopyTo(buffer.AsSpan(at));
        fixed (byte* start = buffer)
        {
            var p = start;
            if (*p == '{') scanner.Read(ref p, start + at, out _);
            p = start + at;
            if (*p != '{') return null;
            if (scanner.Read(ref p, start + at + bytes.Length, out var e) != ReadOutcome.Event) return null;
            return new Fields(
                Text(e.AuditId), Text(e.RequestUri), Text(e.Verb), Text(e.UserName), Text(e.UserAgent), Text(e.Namespace), e.Stage, e.Code,
                    e.Received);
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
        if (root.ValueKind != JsonValueKind.Object || root.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Array)
            return null;
        if (root.TryGetProperty("kind", out _) && Text(root, "kind") != "Event") return null;
        var fields = new Fields(
            Text(root, "auditID"), Text(root, "requestURI"), Text(root, "verb"), Nested(root, "user", "username"), Text(root, "userAgent"),
            Nested(root, "objectRef", "namespace"), Enum.TryParse<Stage>(Text(root, "stage"), out var stage)
                && Enum.IsDefined(stage) ? stage : Stage.Unknown,
            Code(root), Time(Text(root, "requestReceivedTimestamp")));
        return fields.Id.Length + fields.Uri.Length > 0
            || Text(root, "apiVersion").StartsWith("audit.k8s.io/", StringComparison.Ordinal) ? fields : null;
    }

    static string Text(JsonElement e, string name) =>
        e.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    static string Nested(JsonElement e, string name, string inner) =>
        e.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? Text(value, inner) : "";

    static int Code(JsonElement e) =>
        e.TryGetProperty("responseStatus", out var status) && status.ValueKind == JsonValueKind.Object
        && status.TryGetProperty("code", out var code)
        && Regex.Match(code.GetRawText(), @"\A(""?)(\d{1,3})(\.0+)?\1\z") is { Success: true } number
            ? int.Parse(number.Groups[2].Value, CultureInfo.InvariantCulture) : 0;

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
                Gen.Select(text, self).Array[0, 4].Select(
                    ps => (object?)ps.DistinctBy(p => p.Item1).ToDictionary(p => p.Item1, p => p.Item2))));
        return Gen.Select(text, text, text, body, Gen.Select(Gen.Int[100, 599], Gen.Int[0, 11], Code), Gen.Int[0, 1 << 30])
            .Select((a, b, c, odd, code, seed) => seed % 5 < 2
                ? Write(a, b, c, odd, code, seed)
                : WriteAsServersDo(a, b, c, odd, code, new Random(seed)));
    }

    /// <summary>
    /// An event with its keys in the order of the API server, any of them missing, and now and then one that is not known.
    /// </summary>
    static string WriteAsServersDo(string a, string b, string c, object? odd, object code, Random random)
    {
        var keys = new (string, object?)[]
        {
            ("auditID", "i" + a), ("stage", random.Next(2) == 0 ? "ResponseComplete" : "RequestReceived"), ("requestURI", "/" + b),
                ("verb", c),
            ("user", new Dictionary<string, object?> { ["username"] = c + a, ["uid"] = b, ["groups"] = odd }),
            ("impersonatedUser", new Dictionary<string, object?> { ["username"] = "x" }), ("sourceIPs", new[] { "::1" }),
                ("userAgent", b + c),
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
        return "{" + string.Join(',', kept.Prepend("\"kind\":\"Event\",\"apiVersion\":\"audit.k8s.io/v1\",\"level\":\"RequestResponse\""))
            + "}";
    }

    /// <summary>A code as a server writes it, or as others may have made of it what it was.</summary>
    static object Code(int code, int way) => way switch
    {
        0 => code.ToString(CultureInfo.InvariantCulture),
        1 => code + 0.0m,
        2 => code + 0.000m,
        3 => $"{code}.0",
        4 => code + 0.5m,
        5 => $"{code} OK",
        _ => code,
    };

    static string Write(string a, string b, string c, object? odd, object code, int seed)
    {
        var keys = new List<KeyValuePair<string, object?>>
        {
            new("kind", "Event"), new("apiVersion", "audit.k8s.io/v1"), new("auditID", "i" + a),
                new("stage", seed % 2 == 0 ? "ResponseComplete" : "RequestReceived"),
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
