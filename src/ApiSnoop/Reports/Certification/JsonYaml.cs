using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ApiSnoop.Reports.Certification;

/// <summary>Writes JSON for reading, and as YAML.</summary>
public static class JsonYaml
{
    static readonly JsonSerializerOptions s_line = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    static readonly JsonSerializerOptions s_readable = new(s_line) { WriteIndented = true };

    /// <summary>The JSON over several lines.</summary>
    public static string Json(JsonNode json) => json.ToJsonString(s_readable);

    /// <summary>The same as YAML; texts stay quoted as in JSON, so that none turns into a number or a truth.</summary>
    public static void WriteYaml(JsonNode? json, TextWriter to) => Write(json, "", to);

    static void Write(JsonNode? json, string indent, TextWriter to)
    {
        switch (json)
        {
            case JsonObject { Count: > 0 } map:
                foreach (var (name, value) in map) Entry($"{indent}{JsonSerializer.Serialize(name, s_line)}:", value, indent, to);
                break;
            case JsonArray { Count: > 0 } list:
                foreach (var value in list) Entry($"{indent}-", value, indent, to);
                break;
            default:
                to.WriteLine(indent + (json?.ToJsonString(s_line) ?? "null"));
                break;
        }
    }

    static void Entry(string start, JsonNode? value, string indent, TextWriter to)
    {
        if (value is JsonObject { Count: > 0 } or JsonArray { Count: > 0 })
        {
            to.WriteLine(start);
            Write(value, indent + "  ", to);
        }
        else
        {
            to.WriteLine($"{start} {value?.ToJsonString(s_line) ?? "null"}");
        }
    }
}
