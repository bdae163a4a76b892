using System.Globalization;

namespace ApiSnoop.Certification;

/// <summary>Spans of time as people write them: <c>90s</c>, <c>30m</c>, <c>12h</c>, <c>7d</c>.</summary>
public static class SpanText
{
    /// <summary>A span in its two greatest units, such as <c>7 min 46 s</c>.</summary>
    public static string Of(TimeSpan span) => span switch
    {
        { TotalDays: >= 1 } => $"{(int)span.TotalDays} d {span.Hours} h",
        { TotalHours: >= 1 } => $"{span.Hours} h {span.Minutes} min",
        { TotalMinutes: >= 1 } => $"{span.Minutes} min {span.Seconds} s",
        _ => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.###} s"),
    };

    /// <summary>Reads a whole number with a unit: s, m, h or d.</summary>
    /// <returns>False where the text is no span.</returns>
    public static bool TryParse(string text, out TimeSpan span)
    {
        span = default;
        if (text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var n))
            return false;
        span = text[^1] switch
        {
            's' => TimeSpan.FromSeconds(n),
            'm' => TimeSpan.FromMinutes(n),
            'h' => TimeSpan.FromHours(n),
            'd' => TimeSpan.FromDays(n),
            _ => TimeSpan.MinValue,
        };
        return span >= TimeSpan.Zero;
    }
}
