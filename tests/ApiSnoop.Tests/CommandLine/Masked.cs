using System.Globalization;
using System.Text.RegularExpressions;

namespace ApiSnoop.Tests.CommandLine;

/// <summary>Takes out of a printed text what differs from run to run or from machine to machine, and leaves what must not.</summary>
static partial class Masked
{
    public static string Text(string text)
    {
        text = Time().Replace(text, m => IsNow(m.Groups[1].Value) ? $"NOW{m.Groups[2].Value}" : m.Value);
        text = Seconds().Replace(text, "in N s");
        text = Threads().Replace(text, "Threads that read [default: N]");
        return string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(l => l.TrimEnd()));
    }

    /// <summary>Times out of a log stay: they are facts.</summary>
    static bool IsNow(string time) =>
        (DateTimeOffset.UtcNow - DateTimeOffset.Parse(time, CultureInfo.InvariantCulture)).Duration() < TimeSpan.FromHours(1);

    /// <summary>Zeros at the end of a time are not printed, so the blanks after it vary, too.</summary>
    [GeneratedRegex(@"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.\d]*Z)( ?) *")]
    private static partial Regex Time();

    [GeneratedRegex(@"in [\d.]+ s\b")]
    private static partial Regex Seconds();

    [GeneratedRegex(@"Threads that read \[default: \d+\]")]
    private static partial Regex Threads();
}
