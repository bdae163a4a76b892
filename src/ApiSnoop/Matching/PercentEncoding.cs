namespace ApiSnoop.Matching;

/// <summary>Percent-decoding of a path.</summary>
internal static class PercentEncoding
{
    /// <summary>Decodes; what is no valid escape stays as it is.</summary>
    /// <returns>How many bytes were written, never more than were read.</returns>
    public static int Decode(ReadOnlySpan<byte> text, Span<byte> to)
    {
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && Hex(text[i + 1]) is >= 0 and var high && Hex(text[i + 2]) is >= 0 and var low)
            {
                to[length++] = (byte)(high << 4 | low);
                i += 2;
            }
            else
            {
                to[length++] = text[i];
            }
        }

        return length;
    }

    static int Hex(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
        _ => -1,
    };
}
