using System.Globalization;

namespace ApiSnoop.Explaining;

/// <summary>What is asked about: a log, or one line of it as bad lines are printed (<c>archive.tar.gz!member:12</c>).</summary>
/// <param name="Input">What to open: a file, a folder, a URL or <c>-</c>.</param>
/// <param name="Member">The name of one input in it as loads print it, such as an archive's member; null for all.</param>
/// <param name="Line">The line, from 1; null for all.</param>
public sealed record ExplainedPlace(string Input, string? Member, long? Line)
{
    /// <summary>Reads a place as a user gives it. A file that is there by its whole name is a log, whatever its name looks like.</summary>
    public static ExplainedPlace Parse(string place)
    {
        if (File.Exists(place) || Directory.Exists(place)) return new(place, null, null);
        var colon = place.LastIndexOf(':');
        long? line = null;
        if (colon > 0 && long.TryParse(place.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            (place, line) = (place[..colon], number);
        var mark = place.IndexOf('!', StringComparison.Ordinal);
        if (mark > 0 && !File.Exists(place)) return new(place[..mark], place, line);
        return new(place == "(stdin)" ? "-" : place, null, line);
    }
}
