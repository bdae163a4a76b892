namespace ApiSnoop.Cli;

/// <summary>The bundled logs, which are copied beside the program.</summary>
internal static class DemoLogs
{
    /// <summary>The log, the app it is loaded as, the service account whose calls are the app's, and what to say of it.</summary>
    public static IReadOnlyList<(string Log, string App, string? ServiceAccount, string About)> All { get; } =
    [
        ("e2e-v1.20.2.log.gz", "e2e", null,
            "A bundled recording, cut from a real run of the Kubernetes 1.20.2 conformance tests: every test and endpoint is there, but "
                + "not every call."),
        ("demo-app-v1.20.2.log.gz", "demo-app", "demo-app:demo-app",
            "A bundled recording of a small real client with a service account of its own, on a Kubernetes 1.20.2 cluster."),
    ];

    /// <summary>Where a bundled log is.</summary>
    public static string Path(string log) => System.IO.Path.Combine(AppContext.BaseDirectory, "demo", log);
}
