namespace ApiSnoop.Web.Tests.Browser;

/// <summary>A recording whose every text wants to be more than text. What runs would set <c>window.hacked</c>.</summary>
internal static class HostileLines
{
    public const string Script = "<script>window.hacked=1</script>";

    public const string Image = "\"><img src=x onerror=\"window.hacked=1\">";

    public const string Attribute =
        "x' \" onmouseover=\"window.hacked=1\" autofocus onfocus='window.hacked=1' \u202Eexe.gnp\u2066&amp;&lt;";

    public static readonly string Long = string.Concat(Enumerable.Repeat("Mozilla/5.0 <i>\"long\"</i> ", 400));

    public static IEnumerable<string> All() =>
    [
        Line(1, "/api/v1/nodes", "list", Script, user: Image),
        Line(2, "/api/v1/pods", "list", Image, user: Attribute),
        Line(3, "/api/v1/services", "list", Attribute, user: new string('u', 10_000)),
        Line(4, "/api/v1/secrets", "list", Long, user: Script),
        Line(5, "/apis/" + Uri.EscapeDataString(Image) + "/v1/things", "list", Script),
        Line(6, "/" + Uri.EscapeDataString(Script), "get", Image),
        Line(7, "/<svg/onload=window.hacked=1>'\"", "get", Attribute),
        Line(8, "/" + new string('p', 10_000), "get", Long),
        Line(9, "/api/v1/namespaces/" + Uri.EscapeDataString(Script) + "/pods/"
            + Uri.EscapeDataString(Image), "get", "e2e.test/v1.20.2 -- [sig-x] " + Script + " [" + Image + "]"),
        Line(10, "/api/v1/configmaps?" + Uri.EscapeDataString(Script) + "=1", "list", "e2e.test/v1.20.2 -- [sig-y] should " + Attribute
            + " [Conformance]"),
        Line(12, "/api/v1/endpoints", "list", string.Concat(Enumerable.Repeat("名前🍎\u202E", 2500))),
        Line(13, "/api/v1/limitranges", "list", "e2e.test/v1.20.2 -- [sig-w] should "
            + string.Concat(Enumerable.Repeat("試験🍎", 2500)) + " [" + new string('é', 5000) + "]"),
        Line(11, "/api/v1/events", "list", "e2e.test/v1.20.2 -- [sig-z] " + Long),
    ];

    static string Line(int second, string uri, string verb, string agent, string user = "system:admin") =>
        AuditLines.Event("h" + second, uri, verb, agent, user: user, second: second);
}
