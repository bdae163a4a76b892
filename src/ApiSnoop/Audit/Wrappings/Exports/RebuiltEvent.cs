using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ApiSnoop.Audit.Wrappings.Exports;

/// <summary>An audit event that is put together from what an export kept of it. Used over and over.</summary>
internal sealed class RebuiltEvent
{
    readonly ArrayBufferWriter<byte> _json = new();
    readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    readonly SortedDictionary<string, string> _objectRef = new(StringComparer.Ordinal);
    readonly SortedDictionary<string, string> _annotations = new(StringComparer.Ordinal);

    /// <summary>The user in whose name it was done, or nothing.</summary>
    public string ImpersonatedUser { get; set; } = "";

    /// <summary>The user's name.</summary>
    public string User { get; set; } = "";

    /// <summary>The status code, or 0.</summary>
    public int Code { get; set; }

    /// <summary>
    /// Whether it tells which request it was. Methods in capitals are no audit verbs: others log requests with an id, too.
    /// </summary>
    public bool IsEnough => _texts.ContainsKey("auditID") && _texts.ContainsKey("requestURI")
        && _texts.TryGetValue("verb", out var verb) && !verb.AsSpan().ContainsAnyInRange('A', 'Z');

    /// <summary>Empties it for the next event.</summary>
    public void Clear()
    {
        _texts.Clear();
        _objectRef.Clear();
        _annotations.Clear();
        (User, ImpersonatedUser, Code) = ("", "", 0);
    }

    /// <summary>Sets a text at the top of the event, such as <c>auditID</c>.</summary>
    public void Set(string field, string value)
    {
        // An empty verb says something of a request; other texts that are empty say nothing.
        if (value.Length > 0 || field == "verb") _texts[field] = value;
    }

    /// <summary>Sets a part of the reference to the object, such as <c>namespace</c>.</summary>
    public void SetObjectRef(string part, string value)
    {
        if (value.Length > 0) _objectRef[part] = value;
    }

    /// <summary>Sets an annotation.</summary>
    public void SetAnnotation(string name, string value) => _annotations[name] = value;

    /// <summary>The event as JSON, valid until the next call.</summary>
    public ReadOnlySpan<byte> ToJson()
    {
        _json.ResetWrittenCount();
        using var json = new Utf8JsonWriter(_json, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteString("kind", "Event");
        json.WriteString("apiVersion", "audit.k8s.io/v1");
        foreach (var field in (string[])["level", "auditID", "stage", "requestURI", "verb"]) Write(json, field);
        WriteObject(json, "user", "username", User);
        WriteObject(json, "impersonatedUser", "username", ImpersonatedUser);
        Write(json, "userAgent");
        Write(json, "objectRef", _objectRef);
        if (Code > 0)
        {
            json.WriteStartObject("responseStatus");
            json.WriteNumber("code", Code);
            json.WriteEndObject();
        }

        Write(json, "requestReceivedTimestamp");
        Write(json, "stageTimestamp");
        Write(json, "annotations", _annotations);
        json.WriteEndObject();
        json.Flush();
        return _json.WrittenSpan;
    }

    /// <summary>A status code out of text; 0 for what is none.</summary>
    public static int CodeOf(string text) =>
        int.TryParse(text, NumberStyles.AllowTrailingWhite | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var code)
            ? code
            : 0;

    void Write(Utf8JsonWriter json, string field)
    {
        if (_texts.TryGetValue(field, out var value)) json.WriteString(field, value);
    }

    static void WriteObject(Utf8JsonWriter json, string field, string part, string value)
    {
        if (value.Length == 0) return;
        json.WriteStartObject(field);
        json.WriteString(part, value);
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, string field, SortedDictionary<string, string> parts)
    {
        if (parts.Count == 0) return;
        json.WriteStartObject(field);
        foreach (var (part, value) in parts) json.WriteString(part, value);
        json.WriteEndObject();
    }
}
