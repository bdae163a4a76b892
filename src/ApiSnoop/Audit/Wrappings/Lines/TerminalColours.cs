namespace ApiSnoop.Audit.Wrappings.Lines;

/// <summary>The colours of a terminal, which <c>grep --color</c>, <c>jq -C</c> or stern leave in a file.</summary>
internal static class TerminalColours
{
    /// <summary>The byte that begins each.</summary>
    public const byte Escape = 0x1B;

    /// <summary>Copies text without them.</summary>
    /// <param name="text">The text.</param>
    /// <param name="to">As much room as there is text.</param>
    /// <returns>How much was copied.</returns>
    public static int Strip(ReadOnlySpan<byte> text, Span<byte> to)
    {
        var written = 0;
        while (true)
        {
            var at = text.IndexOf(Escape);
            var plain = at < 0 ? text : text[..at];
            plain.CopyTo(to[written..]);
            written += plain.Length;
            if (at < 0) return written;
            text = text[(at + Length(text[at..]))..];
        }
    }

    /// <summary>The length of a sequence: of ECMA-48's control sequences up to their final byte, of others two bytes.</summary>
    static int Length(ReadOnlySpan<byte> text)
    {
        if (text.Length < 2 || text[1] != '[') return Math.Min(2, text.Length);
        var at = 2;
        while (at < text.Length && text[at] is >= 0x20 and <= 0x3F) at++;
        return Math.Min(at + 1, text.Length);
    }
}
