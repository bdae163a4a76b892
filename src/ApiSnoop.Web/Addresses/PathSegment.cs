using System.Globalization;
using System.Text;

namespace ApiSnoop.Web.Addresses;

/// <summary>
/// Any text as one segment of a URL's path. Percent-encoding alone will not do: servers and browsers take <c>%2F</c> and
/// <c>..</c> apart before a page sees them, and a published page is a file, whose name may not have a <c>*</c> on every system. Such
/// characters are written as <c>~</c> and two hexadecimal digits.
/// </summary>
public static class PathSegment
{
    /// <summary>The text as a segment.</summary>
    public static string Escape(string text)
    {
        if (text.Length == 0) return "~";
        var safe = new StringBuilder(text.Length);
        // A segment of dots alone would be a step up.
        var dots = text.All(c => c == '.');
        foreach (var c in text)
        {
            if (c is '/' or '\\' or '%' or '~' or '*' || c < ' ' || (dots && c == '.'))
                safe.Append(CultureInfo.InvariantCulture, $"~{(int)c:X2}");
            else safe.Append(c);
        }

        return Uri.EscapeDataString(safe.ToString());
    }

    /// <summary>The text of a segment whose percent-encoding is undone already. What is no escape stands for itself.</summary>
    public static string Unescape(string segment)
    {
        if (segment == "~") return "";
        if (!segment.Contains('~', StringComparison.Ordinal)) return segment;
        var text = new StringBuilder(segment.Length);
        for (var i = 0; i < segment.Length; i++)
        {
            if (segment[i] == '~' && i + 2 < segment.Length
                && byte.TryParse(segment.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                text.Append((char)code);
                i += 2;
            }
            else
            {
                text.Append(segment[i]);
            }
        }

        return text.ToString();
    }
}
