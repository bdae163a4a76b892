using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ApiSnoop.Tests.Loading;

namespace ApiSnoop.Tests.Wrappings;

/// <summary>The events of a real log as text and as JSON, for wrappers to wrap.</summary>
static class RawEvents
{
    public const string Log = "app-demo-app-v1.20.2-requestresponse";

    public static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static readonly string[] Lines = Read();

    /// <summary>Each event as an object of its own.</summary>
    public static IEnumerable<JsonObject> Objects => Lines.Select(l => JsonNode.Parse(l)!.AsObject());

    /// <summary>The same without the bodies of request and response, which no table keeps.</summary>
    public static IEnumerable<JsonObject> Small => Objects.Select(e =>
    {
        e.Remove("requestObject");
        e.Remove("responseObject");
        return e;
    });

    public static string Json(object? value) => JsonSerializer.Serialize(value, Relaxed);

    static string[] Read()
    {
        using var lines = new StreamReader(new GZipStream(File.OpenRead(RealLog.Named(Log).Path), CompressionMode.Decompress));
        return lines.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
