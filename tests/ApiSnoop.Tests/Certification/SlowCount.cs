using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ApiSnoop.Tests.Certification;

/// <summary>
/// Counts what a client uses by level in the slow and obvious way: from the lines of the log and the server's own objectRef, without
/// operations, catalog or recording.
/// </summary>
static partial class SlowCount
{
    /// <summary>Distinct stable and beta operations, and all requests to them, of a gzipped log.</summary>
    public static (int Stable, int Beta, long Requests) Of(string log, string agentPrefix)
    {
        using var lines = new StreamReader(new GZipStream(File.OpenRead(log), CompressionMode.Decompress));
        var requests = new HashSet<(string, string)>();
        var calls = new List<(string Operation, bool Found, bool Reads, bool Writes, string Kind, bool Beta)>();
        while (lines.ReadLine() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            var e = json.RootElement;
            string Text(JsonElement of, string name) => of.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
            if (Text(e, "stage") != "ResponseComplete" || !Text(e, "userAgent").StartsWith(agentPrefix, StringComparison.Ordinal)) continue;
            var path = Text(e, "requestURI").Split('?')[0].Trim('/');
            if (Other().IsMatch(path) || path.Contains("/proxy", StringComparison.Ordinal)) continue;
            if (!requests.Add((Text(e, "auditID"), Text(e, "requestReceivedTimestamp")))) continue;
            var verb = Text(e, "verb") is "watch" ? "list" : Text(e, "verb");
            calls.Add(Call(path, verb, e.TryGetProperty("objectRef", out var at) ? at : default,
                e.GetProperty("responseStatus").GetProperty("code").GetInt32()));
        }

        var written = calls.Where(c => c.Writes).Select(c => c.Kind).ToHashSet();
        var used = calls.GroupBy(c => c.Operation)
            .Where(g => !g.First().Reads || g.Any(c => c.Found) || written.Contains(g.First().Kind)).ToList();
        return (used.Count(g => !g.First().Beta), used.Count(g => g.First().Beta), used.Sum(g => g.Count()));
    }

    static (string, bool, bool, bool, string, bool) Call(string path, string verb, JsonElement at, int code)
    {
        string Text(string name) =>
            at.ValueKind == JsonValueKind.Object && at.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
        var kind = at.ValueKind == JsonValueKind.Object ? $"{Text("apiGroup")}/{Text("apiVersion")}/{Text("resource")}" : path;
        var named = path.Split('/')[^1] == Text("name") || Text("subresource").Length > 0 ? "one" : "all";
        var spaced = Text("resource") != "namespaces" && path.Contains("/namespaces/", StringComparison.Ordinal);
        return (
            $"{verb} {kind}/{Text("subresource")} {named} {spaced}", code != 404, verb is "get" or "list" or "delete" or "deletecollection",
            verb is "create" or "update" or "patch", kind, kind.Contains("beta", StringComparison.Ordinal));
    }

    /// <summary>Discovery, health and documents, and the groups of custom resources in the log.</summary>
    [GeneratedRegex(
        @"^(api(/[^/]+)?|apis(/[^/]+){0,2}|version|(healthz|livez|readyz|metrics|openapi)(/.*)?|apis/[^/]*example\.org/.*|no.*)$")]
    private static partial Regex Other();
}
