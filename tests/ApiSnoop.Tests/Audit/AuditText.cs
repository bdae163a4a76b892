using System.Globalization;
using System.Text.Json;

namespace ApiSnoop.Tests.Audit;

/// <summary>Audit events as an API server writes them, one a line.</summary>
internal static class AuditText
{
    public static string Event(
        string id = "a1", string stage = "ResponseComplete", string uri = "/api/v1/nodes", string verb = "list", int? code = 200,
        string user = "system:admin", string? agent = "kubectl/v1.20.2", int second = 0, string? nameSpace = null) =>
        JsonSerializer.Serialize(new Dictionary<string, object?>
        {
            ["kind"] = "Event",
            ["apiVersion"] = "audit.k8s.io/v1",
            ["level"] = "Metadata",
            ["auditID"] = id,
            ["stage"] = stage,
            ["requestURI"] = uri,
            ["verb"] = verb,
            ["user"] = new { username = user, groups = new[] { "system:masters" } },
            ["sourceIPs"] = new[] { "127.0.0.1" },
            ["userAgent"] = agent,
            ["objectRef"] = nameSpace is null ? null : new { resource = "pods", @namespace = nameSpace, apiVersion = "v1" },
            ["responseStatus"] = code is null ? null : new { metadata = new { }, code },
            ["requestReceivedTimestamp"] = Time(second),
            ["stageTimestamp"] = Time(second + 1),
        }.Where(p => p.Value is not null).ToDictionary());

    static string Time(int second) =>
        new DateTime(2026, 11, 23, 15, 12, 0, DateTimeKind.Utc).AddSeconds(second)
            .ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
}
