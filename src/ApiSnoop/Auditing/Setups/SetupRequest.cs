namespace ApiSnoop.Auditing.Setups;

/// <summary>What a set-up is to do.</summary>
public sealed record SetupRequest
{
    /// <summary>Events a second that one API server sends at most by its own defaults: batches of 400, ten a second.</summary>
    public const int UsualRate = 4_000;

    /// <summary>The audit policy, as YAML.</summary>
    public required string Policy { get; init; }

    /// <summary>Where the API server is to send its events; null for a log.</summary>
    public Uri? Webhook { get; init; }

    /// <summary>
    /// The kubeconfig by which it finds the way there, as the receiver wrote it; null for one that has yet to be completed.
    /// </summary>
    public string? Kubeconfig { get; init; }

    /// <summary>Events a second that must not be lost.</summary>
    public int Rate { get; init; } = UsualRate;

    /// <summary>The folder of the files, as commands name it.</summary>
    public required string Folder { get; init; }
}
