using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ApiSnoop.Conformance.Verdicts;

/// <summary>How many of a list's tests must have been seen for a verdict: a number, or a share.</summary>
/// <param name="Number">The number, or the percentage.</param>
/// <param name="IsShare">Whether it is a percentage.</param>
public readonly record struct LeastTests(double Number, bool IsShare)
{
    /// <summary>What is asked for unless the caller says otherwise.</summary>
    public static LeastTests Usual => new(Gate.UsualShareOfTests, IsShare: true);

    /// <summary>How many tests that are, of a list of so many.</summary>
    public int Of(int listed) => IsShare ? (int)Math.Ceiling(listed * Number / 100) : (int)Number;

    /// <summary>Reads <c>300</c> or <c>90%</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out LeastTests least)
    {
        least = default;
        var share = text?.EndsWith('%') ?? false;
        if (!double.TryParse(share ? text![..^1] : text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return false;
        if (share ? number > 100 : number != Math.Floor(number)) return false;
        least = new(number, share);
        return true;
    }
}
