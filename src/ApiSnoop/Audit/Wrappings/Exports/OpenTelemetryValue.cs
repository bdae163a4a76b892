using System.Buffers;
using System.Text.Json;
using ApiSnoop.Audit.Wrappings.Json;

namespace ApiSnoop.Audit.Wrappings.Exports;

/// <summary>OpenTelemetry's typed values and lists of keys and values, written as the plain JSON that they stand for.</summary>
/// <remarks>Source: AnyValue and KeyValueList of opentelemetry-proto, in their JSON encoding.</remarks>
internal sealed class OpenTelemetryValue
{
    const int Deepest = 64;
    readonly ArrayBufferWriter<byte> _json = new();

    /// <summary>Writes a list of keys and values as an object.</summary>
    /// <param name="pairs">The array of objects with <c>key</c> and <c>value</c>.</param>
    /// <returns>The object, valid until the next call.</returns>
    public ReadOnlySpan<byte> ToObject(ReadOnlySpan<byte> pairs)
    {
        _json.ResetWrittenCount();
        using var json = new Utf8JsonWriter(_json, new JsonWriterOptions { SkipValidation = true });
        WritePairs(json, pairs, 0);
        json.Flush();
        return _json.WrittenSpan;
    }

    static void WritePairs(Utf8JsonWriter json, ReadOnlySpan<byte> pairs, int depth)
    {
        json.WriteStartObject();
        var elements = new JsonMembers(pairs);
        while (pairs.Length > 1 && pairs[0] == '[' && elements.NextElement())
        {
            var key = JsonMembers.Find(elements.Value, "key"u8);
            if (key.Length < 2) continue;
            json.WritePropertyName(JsonText.Of(key));
            Write(json, JsonMembers.Find(elements.Value, "value"u8), depth);
        }

        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> value, int depth)
    {
        var kind = new JsonMembers(value);
        if (depth > Deepest || value.Length < 2 || value[0] != '{' || !kind.NextMember())
        {
            json.WriteNullValue();
            return;
        }

        var inner = kind.Value;
        if (kind.Key.SequenceEqual("kvlistValue"u8)) WritePairs(json, JsonMembers.Find(inner, "values"u8), depth + 1);
        else if (kind.Key.SequenceEqual("arrayValue"u8)) WriteArray(json, JsonMembers.Find(inner, "values"u8), depth + 1);
        // Whole numbers are told as texts there.
        else if (kind.Key.SequenceEqual("intValue"u8) && long.TryParse(JsonText.Of(inner), out var number)) json.WriteNumberValue(number);
        else if (inner[0] is (byte)'"' or (byte)'t' or (byte)'f' or (byte)'-' or (>= (byte)'0' and <= (byte)'9'))
            json.WriteRawValue(inner, skipInputValidation: true);
        else json.WriteNullValue();
    }

    static void WriteArray(Utf8JsonWriter json, ReadOnlySpan<byte> values, int depth)
    {
        json.WriteStartArray();
        var elements = new JsonMembers(values);
        while (values.Length > 1 && values[0] == '[' && elements.NextElement()) Write(json, elements.Value, depth);
        json.WriteEndArray();
    }
}
