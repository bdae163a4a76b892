using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace ApiSnoop.Tests.CommandLine;

/// <summary>Speaks as an API server does, as far as objects are made, read and deleted, and tokens given. For tests only.</summary>
sealed class ApiServerForTests : IDisposable
{
    readonly HttpListener _listener = new();

    public ApiServerForTests(int port)
    {
        Address = $"http://localhost:{port}";
        _listener.Prefixes.Add(Address + "/");
        _listener.Start();
        _ = Task.Run(Serve);
    }

    public string Address { get; }

    /// <summary>What was asked, such as <c>POST /api/v1/namespaces</c>, in order.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>The objects by their path.</summary>
    public Dictionary<string, JsonNode> Objects { get; } = new(StringComparer.Ordinal);

    /// <summary>What is answered with 403.</summary>
    public string Forbidden { get; set; } = "(nothing)";

    public long TokenSeconds { get; private set; }

    public void Dispose() => _listener.Close();

    async Task Serve()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                var (code, body) = Answer(context.Request);
                context.Response.StatusCode = code;
                context.Response.ContentType = "application/json";
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body.ToJsonString()));
                context.Response.Close();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    (int Code, JsonNode Body) Answer(HttpListenerRequest request)
    {
        var path = request.Url!.AbsolutePath;
        Asked.Add($"{request.HttpMethod} {path}");
        using var reader = new StreamReader(request.InputStream);
        var body = reader.ReadToEnd() is { Length: > 0 } text ? JsonNode.Parse(text)! : new JsonObject();
        if (path.Contains(Forbidden)) return Status(403, "Forbidden");
        switch (request.HttpMethod)
        {
            case "POST" when path.EndsWith("/token"):
                TokenSeconds = (long)body["spec"]!["expirationSeconds"]!;
                body["status"] = new JsonObject { ["token"] = "bound-token", ["expirationTimestamp"] = "2026-11-27T10:00:00Z" };
                return (201, body);
            case "POST":
                var at = $"{path}/{body["metadata"]!["name"]}";
                if (Objects.ContainsKey(at)) return Status(409, "AlreadyExists");
                Objects[at] = body.DeepClone();
                return (201, body);
            case "GET":
                return Objects.TryGetValue(path, out var found) ? (200, found) : Status(404, "NotFound");
            case "DELETE":
                return Objects.Remove(path, out var gone) ? (200, gone) : Status(404, "NotFound");
            default:
                return Status(405, "MethodNotAllowed");
        }
    }

    static (int, JsonNode) Status(int code, string reason) => (code, new JsonObject
    {
        ["kind"] = "Status",
        ["apiVersion"] = "v1",
        ["status"] = "Failure",
        ["reason"] = reason,
        ["code"] = code,
    });
}
