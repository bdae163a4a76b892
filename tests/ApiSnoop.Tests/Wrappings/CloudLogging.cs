using System.Text.Json.Nodes;

namespace ApiSnoop.Tests.Wrappings;

/// <summary>Writes an event as GKE writes it to Cloud Logging, the other way round than it is read.</summary>
static class CloudLogging
{
    public static JsonObject Entry(JsonObject e)
    {
        var (resource, method) = Names(e);
        var code = e["responseStatus"]?["code"]?.GetValue<int>() ?? 200;
        var log = e["verb"]!.GetValue<string>() is "get" or "list" or "watch" ? "data_access" : "activity";
        return new JsonObject
        {
            ["protoPayload"] = new JsonObject
            {
                ["@type"] = "type.googleapis.com/google.cloud.audit.AuditLog",
                ["authenticationInfo"] = new JsonObject { ["principalEmail"] = e["user"]!["username"]!.GetValue<string>() },
                ["methodName"] = method,
                ["requestMetadata"] = new JsonObject { ["callerSuppliedUserAgent"] = e["userAgent"]?.GetValue<string>() },
                ["resourceName"] = resource,
                ["serviceName"] = "k8s.io",
                ["status"] = code < 400 ? new JsonObject() : new JsonObject { ["code"] = code == 404 ? 5 : 7 },
            },
            ["insertId"] = "1",
            ["timestamp"] = e["requestReceivedTimestamp"]!.GetValue<string>(),
            ["logName"] = $"projects/p/logs/cloudaudit.googleapis.com%2F{log}",
            ["operation"] = new JsonObject { ["id"] = e["auditID"]!.GetValue<string>(), ["producer"] = "k8s.io" },
        };
    }

    static (string Resource, string Method) Names(JsonObject e)
    {
        var verb = e["verb"]!.GetValue<string>();
        if (e["objectRef"] is not JsonObject of || Part(of, "resource").Length == 0)
            return (e["requestURI"]!.GetValue<string>().Split('?')[0].TrimStart('/'), $"io.k8s.{verb}");
        var (group, resource, sub) = (Part(of, "apiGroup"), Part(of, "resource"), Part(of, "subresource"));
        var path = new List<string> { group.Length == 0 ? "core" : group, Part(of, "apiVersion") };
        if (Part(of, "namespace").Length > 0 && resource != "namespaces") path.AddRange(["namespaces", Part(of, "namespace")]);
        path.Add(resource);
        path.AddRange(new[] { Part(of, "name"), sub }.Where(p => p.Length > 0));
        if (sub == "proxy") path.Add(e["requestURI"]!.GetValue<string>().Split("/proxy/")[^1]);
        return (string.Join('/', path), string.Join('.', Words(group).Concat([path[1], resource, sub, verb]).Where(w => w.Length > 0)));
    }

    /// <summary>Groups of Kubernetes stand under io.k8s, others under their own name, the wrong way round both.</summary>
    static IEnumerable<string> Words(string group) => group.Length == 0 ? ["io.k8s.core"]
        : group.EndsWith(".k8s.io", StringComparison.Ordinal) || !group.Contains('.')
            ? ["io.k8s", .. group.Replace(".k8s.io", "").Split('.').Reverse()]
            : group.Split('.').Reverse();

    static string Part(JsonObject of, string part) => of[part]?.GetValue<string>() ?? "";
}
