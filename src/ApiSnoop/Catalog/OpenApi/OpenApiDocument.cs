using System.Collections.Immutable;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace ApiSnoop.Catalog.OpenApi;

/// <summary>An OpenAPI document, version 2 or 3, read into operations.</summary>
/// <remarks>
/// Reads what Kubernetes publishes and what a live cluster serves with its custom resources, and does not insist on either:
/// what a document leaves out is derived from the path or left empty. A base path or a list of servers is not put in front
/// of the paths, as the audit log has the path that the API server itself saw.
/// </remarks>
public sealed class OpenApiDocument
{
    OpenApiDocument(SourceDocument source, ImmutableArray<Operation> operations) =>
        (Source, Operations) = (source, operations);

    /// <summary>The document's name, the hash of its uncompressed bytes, and its size in paths and operations.</summary>
    public SourceDocument Source { get; }

    /// <summary>The operations in the document's order, each with a unique id and its level.</summary>
    public ImmutableArray<Operation> Operations { get; }

    /// <summary>Reads a document from a file or an http(s) address, plain or gzip.</summary>
    /// <exception cref="InvalidDataException">The document is not OpenAPI in JSON; the message says what is wrong.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="HttpRequestException">The address cannot be fetched.</exception>
    public static async Task<OpenApiDocument> LoadAsync(string fileOrUrl, CancellationToken cancel = default)
    {
        if (!Uri.TryCreate(fileOrUrl, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            using var file = File.OpenRead(fileOrUrl);
            return Read(file, Path.GetFileName(fileOrUrl));
        }
        // A name that is written down must not carry the password or token that fetched it.
        var name = url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
        using var body = new MemoryStream(await FetchAsync(url, name, cancel).ConfigureAwait(false));
        return Read(body, name);
    }

    static async Task<byte[]> FetchAsync(Uri url, string name, CancellationToken cancel)
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = BasicCredentials.Of(url);
        try
        {
            return await client.GetByteArrayAsync(url, cancel).ConfigureAwait(false);
        }
        catch (TaskCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw new HttpRequestException($"{name} did not answer within {client.Timeout.TotalSeconds:0} seconds.", e);
        }
    }

    /// <summary>Reads a document, plain or gzip.</summary>
    /// <param name="stream">The document; read to its end.</param>
    /// <param name="name">What to call it in messages and in <see cref="Source"/>.</param>
    /// <exception cref="InvalidDataException">The document is not OpenAPI in JSON; the message says what is wrong.</exception>
    public static OpenApiDocument Read(Stream stream, string name)
    {
        var bytes = Decompressed(stream, name);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        try
        {
            using var json = JsonDocument.Parse(WithoutByteOrderMark(bytes), new() { MaxDepth = 1000 });
            var paths = PathsOf(json.RootElement, name);
            ImmutableArray<Operation> operations = [.. Stability.Apply(new OpenApiPaths(json.RootElement).Read(paths))];
            if (operations.IsEmpty) throw NoOperations(paths, name);
            return new(new(name, hash, paths.EnumerateObject().Count(), operations.Length), operations);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{name}: not valid JSON: {e.Message}", e);
        }
        catch (InvalidOperationException e)
        {
            // A string that JSON allows and UTF-16 does not, such as half a surrogate pair.
            throw new InvalidDataException($"{name}: a text in the JSON is not valid Unicode: {e.Message}", e);
        }
    }

    /// <summary>The document as a release of its own.</summary>
    /// <param name="name">What to call it.</param>
    public Release ToRelease(string name) => new(name, Operations, [Source]);

    static byte[] Decompressed(Stream stream, string name)
    {
        using var raw = new MemoryStream();
        stream.CopyTo(raw);
        var bytes = raw.ToArray();
        if (bytes is not [0x1f, 0x8b, ..]) return bytes;
        using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        try
        {
            gzip.CopyTo(plain);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{name}: damaged gzip: {e.Message}", e);
        }
        return plain.ToArray();
    }

    static ReadOnlyMemory<byte> WithoutByteOrderMark(byte[] bytes) =>
        bytes is [0xef, 0xbb, 0xbf, ..] ? bytes.AsMemory(3) : bytes;

    static JsonElement PathsOf(JsonElement root, string name)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw new InvalidDataException($"{name}: not an OpenAPI document: it is a JSON {root.ValueKind}, not an object");
        if (!root.TryGetProperty("paths", out var paths) || paths.ValueKind != JsonValueKind.Object)
            throw new InvalidDataException($"{name}: not an OpenAPI document: it has no 'paths'");
        return paths;
    }

    static InvalidDataException NoOperations(JsonElement paths, string name)
    {
        // What a cluster answers on /openapi/v3 is only an index of the documents by group.
        var isIndex = paths.EnumerateObject().Any(p =>
            p.Value.ValueKind == JsonValueKind.Object && p.Value.TryGetProperty("serverRelativeURL", out _));
        return new(isIndex
            ? $"{name}: this is only the index of a cluster's OpenAPI v3 documents; take /openapi/v2, which has them all"
            : $"{name}: the OpenAPI document has no operations");
    }
}
