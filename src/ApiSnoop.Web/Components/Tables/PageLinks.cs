using ApiSnoop.Recording;
using ApiSnoop.Web.Addresses;

namespace ApiSnoop.Web.Components.Tables;

/// <summary>The addresses of the pages about one thing.</summary>
public static class PageLinks
{
    /// <summary>The page of an app; that of the test coverage for the app of the tests.</summary>
    public static string App(string app) => app == Manifest.TestRun ? "/e2e" : RecordingLinks.App(app);

    /// <summary>The page of an endpoint.</summary>
    public static string Endpoint(string operationId) => "/endpoints/" + Uri.EscapeDataString(operationId);

    /// <summary>The page of a test.</summary>
    public static string Test(string name, string app = "") =>
        PageAddress.To("/tests/one").And([TextKey.Of("name", name)]).With("app", OtherThanTests(app)).ToString();

    /// <summary>The page of a user agent.</summary>
    public static string UserAgent(string agent, string app = "") =>
        PageAddress.To("/user-agents/one").And([TextKey.Of("agent", agent)]).With("app", app.Length == 0 ? null : app).ToString();

    static string? OtherThanTests(string app) => app is "" or Manifest.TestRun ? null : app;
}
