namespace ApiSnoop.Insights.Noise;

/// <summary>The words for kinds of noise in files and tables.</summary>
public static class NoiseKindText
{
    /// <summary>The word for a kind.</summary>
    public static string Text(this NoiseKind kind) => kind switch
    {
        NoiseKind.None => "none",
        NoiseKind.Component => "component",
        NoiseKind.Probe => "probe",
        NoiseKind.Crawler => "crawler",
        _ => "tool",
    };
}
