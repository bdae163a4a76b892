namespace ApiSnoop.Catalog;

/// <summary>
/// Tells what every client walks through (which groups and versions there are, the server's version, its health, its documents)
/// from what a client depends on.
/// </summary>
/// <remarks>
/// The issuer's keys (<c>/openid</c>, <c>/.well-known</c>) and the logs are none of it: who asks for them wants them.
/// </remarks>
public static class Discovery
{
    static readonly string[] s_words = ["version", "healthz", "livez", "readyz", "metrics", "openapi", "swagger.json", "swaggerapi"];

    /// <summary>Whether an operation is discovery, health, version or OpenAPI.</summary>
    public static bool Is(Operation operation)
    {
        var path = operation.Path.AsSpan().Trim('/');
        var first = path.IndexOf('/') is >= 0 and var end ? path[..end] : path;
        var below = path.Count('/');
        if (first is "api") return below <= 1;
        if (first is "apis") return below <= 2;
        foreach (var word in s_words)
            if (first.SequenceEqual(word))
                return true;
        return false;
    }
}
