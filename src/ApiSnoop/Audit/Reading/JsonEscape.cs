using System.Text;

namespace ApiSnoop.Audit.Reading;

/// <summary>Decodes one backslash escape of a JSON text into UTF-8.</summary>
internal static unsafe class JsonEscape
{
    /// <summary>Decodes the escape at <paramref name="p"/>; a lone surrogate becomes U+FFFD, as text in .NET cannot hold it.</summary>
    /// <returns>False when JSON knows no such escape.</returns>
    public static bool Decode(ref byte* p, byte* end, ref byte* to)
    {
        var letter = p[1];
        if (letter == 'u') return Unicode(ref p, end, ref to);
        var plain = letter switch
        {
            (byte)'"' or (byte)'\\' or (byte)'/' => letter,
            (byte)'n' => (byte)'\n',
            (byte)'t' => (byte)'\t',
            (byte)'r' => (byte)'\r',
            (byte)'b' => (byte)'\b',
            (byte)'f' => (byte)'\f',
            _ => (byte)0,
        };
        if (plain == 0) return false;
        *to++ = plain;
        p += 2;
        return true;
    }

    static bool Unicode(ref byte* p, byte* end, ref byte* to)
    {
        var unit = Hex4(p + 2, end);
        if (unit < 0) return false;
        p += 6;
        var rune = Rune.ReplacementChar;
        if (char.IsHighSurrogate((char)unit) && p + 1 < end && p[0] == '\\' && p[1] == 'u'
            && Hex4(p + 2, end) is >= 0 and var low && char.IsLowSurrogate((char)low))
        {
            rune = new Rune((char)unit, (char)low);
            p += 6;
        }
        else if (!char.IsSurrogate((char)unit))
        {
            rune = new Rune((char)unit);
        }

        to += rune.EncodeToUtf8(new Span<byte>(to, 4));
        return true;
    }

    static int Hex4(byte* p, byte* end)
    {
        if (p + 4 > end) return -1;
        var value = 0;
        for (var i = 0; i < 4; i++)
        {
            var digit = p[i] switch
            {
                >= (byte)'0' and <= (byte)'9' and var d => d - '0',
                >= (byte)'a' and <= (byte)'f' and var d => d - 'a' + 10,
                >= (byte)'A' and <= (byte)'F' and var d => d - 'A' + 10,
                _ => -1,
            };
            if (digit < 0) return -1;
            value = value << 4 | digit;
        }

        return value;
    }
}
