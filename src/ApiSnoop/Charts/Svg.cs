using System.Buffers;
using System.Text;

namespace ApiSnoop.Charts;

/// <summary>Writes the text of an SVG: short numbers, and every foreign word escaped.</summary>
internal sealed class Svg
{
    // Nearly every name is made of these alone, and needs no look at each letter.
    private static readonly SearchValues<char> _plain = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 /{}-_.:;,()%#?=+\n");

    private readonly StringBuilder _text = new();

    /// <summary>Appends markup as it is.</summary>
    public Svg Raw(string markup)
    {
        _text.Append(markup);
        return this;
    }

    /// <summary>Appends text that may come from anywhere.</summary>
    public Svg Text(string text)
    {
        if (text.AsSpan().ContainsAnyExcept(_plain))
        {
            foreach (var rune in text.EnumerateRunes())
                AppendEscaped(rune);
        }
        else
        {
            _text.Append(text);
        }
        return this;
    }

    /// <summary>Appends an attribute whose value may come from anywhere.</summary>
    public Svg Attribute(string name, string value) => Raw(" ").Raw(name).Raw("=\"").Text(value).Raw("\"");

    /// <summary>Appends an attribute with a number.</summary>
    public Svg Attribute(string name, double value) => Raw(" ").Raw(name).Raw("=\"").Number(value).Raw("\"");

    /// <summary>Appends a number with up to two decimals and nothing superfluous: <c>.5</c>, <c>-12</c>.</summary>
    public Svg Number(double value)
    {
        AppendHundredths((long)Math.Round(value * 100));
        return this;
    }

    /// <summary>Appends a path command and its numbers, with the fewest separators that SVG asks for.</summary>
    public Svg Command(char command, params ReadOnlySpan<double> numbers)
    {
        _text.Append(command);
        for (var i = 0; i < numbers.Length; i++)
        {
            var hundredths = (long)Math.Round(numbers[i] * 100);
            if (i > 0 && hundredths >= 0)
                _text.Append(' ');
            AppendHundredths(hundredths);
        }
        return this;
    }

    public override string ToString() => _text.ToString();

    private void AppendHundredths(long hundredths)
    {
        if (hundredths < 0)
            _text.Append('-');
        var (whole, rest) = Math.DivRem(Math.Abs(hundredths), 100);
        if (whole > 0 || rest == 0)
            _text.Append(whole);
        if (rest == 0)
            return;
        _text.Append('.').Append((char)('0' + (rest / 10)));
        if (rest % 10 > 0)
            _text.Append((char)('0' + (rest % 10)));
    }

    private void AppendEscaped(Rune rune)
    {
        switch (rune.Value)
        {
            case '<': _text.Append("&lt;"); break;
            case '>': _text.Append("&gt;"); break;
            case '&': _text.Append("&amp;"); break;
            case '"': _text.Append("&quot;"); break;
            case '\'': _text.Append("&#39;"); break;
            default: _text.Append(IsShowable(rune) ? rune.ToString() : "\uFFFD"); break;
        }
    }

    // XML forbids most control characters; marks that turn the direction of text would let a label lie about itself.
    private static bool IsShowable(Rune rune) => rune.Value switch
    {
        '\n' or '\t' => true,
        < 0x20 or (>= 0x7F and < 0xA0) or 0xFFFE or 0xFFFF => false,
        0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) => false,
        _ => true,
    };
}
