using System.Text;

namespace ApiSnoop.Catalog.Facts;

/// <summary>
/// How any text goes into a cell of a facts file: tab, line ends and the backslash are written as <c>\t \n \r \\</c>, and
/// a <c>#</c> in front, where it would start a directive, as <c>\h</c>.
/// </summary>
static class TsvCell
{
    /// <summary>The text as a cell.</summary>
    public static string Escape(string text)
    {
        if (!text.StartsWith('#') && text.AsSpan().IndexOfAny("\t\n\r\\") < 0) return text;
        var cell = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            _ = c switch
            {
                '\t' => cell.Append("\\t"),
                '\n' => cell.Append("\\n"),
                '\r' => cell.Append("\\r"),
                '\\' => cell.Append("\\\\"),
                '#' when cell.Length == 0 => cell.Append("\\h"),
                _ => cell.Append(c),
            };
        }
        return cell.ToString();
    }

    /// <summary>The text of a cell.</summary>
    public static string Unescape(ReadOnlySpan<byte> cell)
    {
        var text = Encoding.UTF8.GetString(cell);
        return cell.Contains((byte)'\\') ? Unescape(text) : text;
    }

    /// <summary>The text of a cell.</summary>
    public static string Unescape(string cell)
    {
        var text = new StringBuilder(cell.Length);
        for (var i = 0; i < cell.Length; i++)
        {
            text.Append(cell[i] != '\\' || i + 1 == cell.Length ? cell[i] : cell[++i] switch
            {
                't' => '\t',
                'n' => '\n',
                'r' => '\r',
                'h' => '#',
                var other => other,
            });
        }
        return text.ToString();
    }
}
