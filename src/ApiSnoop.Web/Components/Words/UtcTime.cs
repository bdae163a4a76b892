using System.Globalization;

namespace ApiSnoop.Web.Components.Words;

/// <summary>Times as the pages say them: in UTC, as the log does.</summary>
public static class UtcTime
{
    /// <summary>A time to the minute.</summary>
    public static string Minute(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>From when to when, the day said once where it is the same.</summary>
    public static string Span(DateTimeOffset? from, DateTimeOffset? to) => (from, to) switch
    {
        ({ } a, { } b) when a.UtcDateTime.Date == b.UtcDateTime.Date =>
            $"{Minute(a)}–{b.ToUniversalTime().ToString("HH:mm", CultureInfo.InvariantCulture)}",
        ({ } a, { } b) => $"{Minute(a)} – {Minute(b)}",
        _ => "no times logged",
    };

    /// <summary>How long something took, to two parts.</summary>
    public static string Length(TimeSpan length) => length switch
    {
        { TotalDays: >= 1 } => $"{(int)length.TotalDays} d {length.Hours} h",
        { TotalHours: >= 1 } => $"{(int)length.TotalHours} h {length.Minutes} min",
        { TotalMinutes: >= 1 } => $"{(int)length.TotalMinutes} min {length.Seconds} s",
        _ => $"{(int)length.TotalSeconds} s",
    };
}
