using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ApiSnoop.Web.Mcp;

/// <summary>
/// An answer of the JSON API, cut to what a model can read: lists keep their first rows, each row as it is, and what was left out is told.
/// </summary>
static class BoundedAnswer
{
    /// <summary>Some ten thousand words of a model.</summary>
    public const int MostCharacters = 40_000;

    static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text of an answer.</summary>
    /// <param name="json">The answer.</param>
    /// <param name="address">Where the whole of it is.</param>
    /// <param name="rows">How many rows of a list are kept at most.</param>
    public static string Of(byte[] json, string address, int rows)
    {
        while (true)
        {
            var left = new JsonArray();
            var answer = Cut(JsonNode.Parse(json), "", rows, left);
            var text = new JsonObject { ["from"] = address, ["answer"] = answer, ["leftOut"] = left }.ToJsonString(s_json);
            if (text.Length <= MostCharacters) return text;
            if (rows == 0) return Nothing(address);
            rows /= 2;
        }
    }

    static JsonNode? Cut(JsonNode? node, string place, int rows, JsonArray left)
    {
        switch (node)
        {
            case JsonArray array:
                if (array.Count > rows) left.Add(new JsonObject { ["of"] = place, ["shown"] = rows, ["total"] = array.Count });
                return new JsonArray(
                    [.. array.Take(rows).Select((n, i) => Cut(n, FormattableString.Invariant($"{place}/{i}"), rows, left))]);
            case JsonObject o:
                return new JsonObject(o.Select(p => KeyValuePair.Create(p.Key, Cut(p.Value, $"{place}/{p.Key}", rows, left))));
            default:
                return node?.DeepClone();
        }
    }

    static string Nothing(string address) => new JsonObject
    {
        ["from"] = address,
        ["answer"] = null,
        ["leftOut"] = new JsonArray("The answer is too long to be told. Ask for less, or for the address."),
    }.ToJsonString(s_json);
}
