using System.Globalization;
using System.Text.Json;

namespace ApiSnoop.Web.Tests;

/// <summary>Audit events as an API server writes them.</summary>
internal static class AuditLines
{
    public const string HostileText = "<script>alert(1)</script>\"'&\u202Egnp.exe";

    public static string Event(
        string id, string uri, string verb, string agent, int code = 200, string user = "system:admin", int second = 0) =>
        JsonSerializer.Serialize(new Dictionary<string, object?>
        {
            ["kind"] = "Event",
            ["apiVersion"] = "audit.k8s.io/v1",
            ["level"] = "Metadata",
            ["auditID"] = id,
            ["stage"] = "ResponseComplete",
            ["requestURI"] = uri,
            ["verb"] = verb,
            ["user"] = new { username = user },
            ["userAgent"] = agent,
            ["responseStatus"] = new { metadata = new { }, code },
            ["requestReceivedTimestamp"] = Time(second),
            ["stageTimestamp"] = Time(second + 1),
        });

    /// <summary>A test run: a conformance test, another test, and a controller that is no test.</summary>
    public static IEnumerable<string> TestRun() =>
    [
        Event("t1", "/api/v1/namespaces/a/pods", "list",
            "e2e.test/v1.20.2 -- [k8s.io] Pods should get a host IP [NodeConformance] [Conformance]"),
        Event("t2", "/api/v1/namespaces/a/pods/p", "get", "e2e.test/v1.20.2 -- [sig-node] Pods should be looked at"),
        Event("t3", "/api/v1/nodes", "list", "kube-controller-manager/v1.20.2"),
        Event("t4", "/apis/batch/v1beta1/namespaces/a/cronjobs", "list", "kube-controller-manager/v1.20.2"),
    ];

    /// <summary>An app on stable and beta endpoints, with a custom resource and a refused request.</summary>
    public static IEnumerable<string> Shop() =>
    [
        Event("s1", "/api/v1/nodes", "list", "shop/1.0", user: "system:serviceaccount:shop:shop"),
        Event("s2", "/apis/extensions/v1beta1/namespaces/a/ingresses", "list", "shop/1.0", user: "system:serviceaccount:shop:shop"),
        Event("s3", "/api/v1/namespaces/a/secrets/s", "get", "shop/1.0", 403, "system:serviceaccount:shop:shop"),
        Event("s4", "/apis/example.com/v1/namespaces/a/things", "list", "shop/1.0"),
    ];

    /// <summary>An app whose every text wants to be markup.</summary>
    public static IEnumerable<string> Hostile() =>
    [
        Event("h1", "/api/v1/nodes", "list", HostileText, user: HostileText),
        Event("h2", "/" + Uri.EscapeDataString(HostileText), "get", HostileText),
        Event("h3", "/api/v1/pods", "list", string.Concat(Enumerable.Repeat("long ", 2000)), user: new string('x', 9000)),
        Event("h4", "/apis/" + Uri.EscapeDataString("<img src=x onerror=alert(1)>") + "/v1/things", "list", "e2e.test/v1 -- "
            + HostileText),
    ];

    static string Time(int second) =>
        new DateTime(2026, 11, 23, 15, 12, 0, DateTimeKind.Utc).AddSeconds(second)
            .ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
}
