using System.Text;
using ApiSnoop.Audit.Reading;
using ApiSnoop.Audit.Streams;
using ApiSnoop.Audit.Wrappings.Json;

namespace ApiSnoop.Audit.Wrappings;

/// <summary>Names what an input is that holds no audit event, by how it begins.</summary>
internal static class NoAuditLog
{
    const string CoreEvents = "Kubernetes Events, as kubectl get events shows them, and not audit events";
    const string Policy = "an audit Policy, which tells an API server what to log";

    /// <summary>What the input is, as the end of a sentence that begins with "it is".</summary>
    /// <param name="head">Its first bytes, unpacked.</param>
    public static string Name(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("\uFEFF"u8)) head = head[3..];
        var text = head.Trim(" \t\r\n\0"u8);
        if (head.IsEmpty) return "empty";
        if (text.IsEmpty) return head.Contains((byte)0) ? "nothing but zeros" : "nothing but blank lines";
        if (Compression.Foreign(head) is { } foreign) return $"compressed with {foreign}, which is not read: unpack it first";
        if (head.Contains((byte)0)) return IsUtf16(head) ? "UTF-16 text: write it as UTF-8" : "binary data";
        return text[0] switch
        {
            (byte)'<' => Markup(text),
            (byte)'{' or (byte)'[' when JsonExtent.Begins(text) && Json(text) is { } json => json,
            _ => Text(text),
        };
    }

    static bool IsUtf16(ReadOnlySpan<byte> head) =>
        head.StartsWith<byte>([0xFF, 0xFE]) || head.StartsWith<byte>([0xFE, 0xFF]) || head.IndexOf("{\0\"\0"u8) >= 0;

    static string Markup(ReadOnlySpan<byte> text)
    {
        var start = Encoding.Latin1.GetString(text[..Math.Min(1024, text.Length)]);
        return start.Contains("<html", StringComparison.OrdinalIgnoreCase)
            || start.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase)
                ? "an HTML page, such as one to log in at"
                : start.StartsWith("<?xml", StringComparison.Ordinal) ? "XML" : "text with angle brackets";
    }

    static string? Json(ReadOnlySpan<byte> text)
    {
        var json = new CutJson().Close(text);
        if (json.IsEmpty) return null;
        if (json[0] == '{') return Object(json);
        var elements = new JsonMembers(json);
        return !elements.NextElement() ? "an empty list" : elements.Value[0] == '{' ? Object(elements.Value) : "JSON, but no audit event";
    }

    static string Object(ReadOnlySpan<byte> json)
    {
        var kind = JsonText.Of(JsonMembers.Find(json, "kind"u8));
        var version = JsonText.Of(JsonMembers.Find(json, "apiVersion"u8));
        if (KubernetesObject(kind, version) is { } known) return known;
        if (kind == "Status") return $"a Kubernetes Status{Reason(json)}";
        var items = JsonMembers.Find(json, "items"u8);
        if (!items.IsEmpty && items[0] == '[')
        {
            var elements = new JsonMembers(items);
            return elements.NextElement() && elements.Value[0] == '{' ? Object(elements.Value) : "an empty list";
        }

        if (kind.Length > 0) return $"a Kubernetes object of kind {Word(kind)}, no audit event";
        return Record(json);
    }

    static string? KubernetesObject(string kind, string version)
    {
        var isOfAudit = version.StartsWith("audit.k8s.io/", StringComparison.Ordinal);
        return kind switch
        {
            "Policy" when isOfAudit => Policy,
            "Event" when isOfAudit => "the beginning of one",
            "EventList" when isOfAudit => "an EventList without any event",
            "Event" or "EventList" when !isOfAudit && version.Length > 0 => CoreEvents,
            "AdmissionReview" => "AdmissionReviews, which an API server sends to webhooks, and not audit events",
            _ => null,
        };
    }

    /// <summary>What logs that are not Kubernetes' own look like from inside.</summary>
    static string Record(ReadOnlySpan<byte> json)
    {
        if (!JsonMembers.Find(json, "auditID"u8).IsEmpty)
            return "an API log of Rancher, which has ids and paths as an audit log has, but is not the audit log of a cluster";
        if (!JsonMembers.Find(json, "swagger"u8).IsEmpty || !JsonMembers.Find(json, "openapi"u8).IsEmpty) return "an OpenAPI document";
        if (ProgramLine.IsJson(json)) return "a program's own log";
        var members = new JsonMembers(json);
        while (members.NextMember())
        {
            if (members.Value[0] != '{') continue;
            var kind = JsonText.Of(JsonMembers.Find(members.Value, "kind"u8));
            var version = JsonText.Of(JsonMembers.Find(members.Value, "apiVersion"u8));
            if (KubernetesObject(kind, version) is { } known) return known;
        }

        return "JSON, but no audit event";
    }

    static string Reason(ReadOnlySpan<byte> status) =>
        Word(JsonText.Of(JsonMembers.Find(status, "reason"u8))) is { Length: > 0 } reason
            ? $" ({reason}), an answer of an API server"
            : ", an answer of an API server";

    static string Text(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)'\n');
        var line = end < 0 ? text : text[..end];
        if (line.IndexOf(" AUDIT: id=\""u8) >= 0)
            return "an audit log in the legacy text format, which is not supported: set --audit-log-format=json on the API server";
        if (ProgramLine.IsKlog(line)) return "a program's own log";
        if (YamlRecords.MayBegin(text) && YamlValue(text, "kind:"u8) is { Length: > 0 } kind)
            return KubernetesObject(kind, YamlValue(text, "apiVersion:"u8)) is { } known
                ? $"{known} (YAML)"
                : $"YAML of kind {Word(kind)}, no audit event";
        if (IsMarkdown(text)) return "Markdown";
        if (YamlRecords.MayBegin(text)) return "YAML, but no audit event";
        return text[0] == '{' ? "no JSON, though it begins like it" : "text, but no audit log";
    }

    static bool IsMarkdown(ReadOnlySpan<byte> text) =>
        text.StartsWith("# "u8) || text.StartsWith("## "u8) || text.StartsWith("```"u8) || text.IndexOf("\n```"u8) >= 0
            || text.IndexOf("\n## "u8) >= 0;

    static string YamlValue(ReadOnlySpan<byte> text, ReadOnlySpan<byte> key)
    {
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range];
            if (line.StartsWith("- "u8)) line = line[2..];
            if (line.StartsWith(key)) return Encoding.UTF8.GetString(line[key.Length..].Trim(" \t\r\"'"u8));
        }

        return "";
    }

    /// <summary>A word out of an input, if it is one.</summary>
    static string Word(string text) =>
        text.Length <= 60 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '/') ? text : "";
}
