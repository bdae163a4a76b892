namespace ApiSnoop.Cli;

/// <summary>The bundled logs, which are copied beside the program.</summary>
internal static class DemoLogs
{
    /// <summary>The log, the app it is loaded as, and the service account whose calls are the app's.</summary>
    public static IReadOnlyList<(string Log, string App, string? ServiceAccount)> All { get; } =
    [
        ("e2e-v1.20.2.log.gz", "e2e", null),
        ("demo-app-v1.20.2.log.gz", "demo-app", "demo-app:demo-app"),
    ];

    /// <summary>Where a bundled log is.</summary>
    public static string Path(string log) => System.IO.Path.Combine(AppContext.BaseDirectory, "demo", log);
}
