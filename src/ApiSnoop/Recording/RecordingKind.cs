namespace ApiSnoop.Recording;

/// <summary>What a recording is of. Only apps are counted where it is asked how many use a thing.</summary>
public enum RecordingKind : byte
{
    /// <summary>One app: a program, or what was picked out of a log as one.</summary>
    App,

    /// <summary>A run of tests.</summary>
    Run,

    /// <summary>A whole cluster: everybody who called it.</summary>
    Cluster,
}

/// <summary>Kinds of recordings in words.</summary>
public static class RecordingKinds
{
    /// <summary><c>app</c>, <c>run</c> or <c>cluster</c>, as manifests, tables and the command line have it.</summary>
    public static string Text(this RecordingKind kind) => kind switch
    {
        RecordingKind.Run => "run",
        RecordingKind.Cluster => "cluster",
        _ => "app",
    };

    /// <summary>The kind that a text names, or null.</summary>
    public static RecordingKind? Parse(string? text) => text switch
    {
        "app" => RecordingKind.App,
        "run" => RecordingKind.Run,
        "cluster" => RecordingKind.Cluster,
        _ => null,
    };
}
