namespace ApiSnoop.Insights.Noise;

/// <summary>What makes a client noise: requests that say nothing of what apps need.</summary>
public enum NoiseKind : byte
{
    /// <summary>Not noise. A rule of this kind takes away what earlier rules took for noise.</summary>
    None,

    /// <summary>A part of the cluster itself: its nodes, controllers, scheduler.</summary>
    Component,

    /// <summary>A health check.</summary>
    Probe,

    /// <summary>A part of the cluster that walks through every kind in every version, whether or not anybody uses it.</summary>
    Crawler,

    /// <summary>A program of the user's that does so: a backup, a scanner.</summary>
    Tool,
}
