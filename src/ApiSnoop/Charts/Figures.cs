using System.Globalization;

namespace ApiSnoop.Charts;

/// <summary>Numbers as charts, pages and commands say them.</summary>
public static class Figures
{
    /// <summary>A share with three significant digits, such as <c>36.2%</c>.</summary>
    public static string Brief(int part, int whole) => Percent(part, whole, value => value switch
    {
        >= 100 => 0,
        >= 10 => 1,
        >= 1 => 2,
        _ => 3,
    });

    /// <summary>A share with two decimals, such as <c>36.24%</c>.</summary>
    public static string Exact(int part, int whole) => Percent(part, whole, _ => 2);

    /// <summary>A count with separators between thousands.</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A count of things whose plural ends in s, such as <c>1 row</c>, <c>1,020 rows</c>.</summary>
    public static string Count(long count, string thing) => $"{Count(count)} {thing}{(count == 1 ? "" : "s")}";

    private static string Percent(int part, int whole, Func<double, int> decimals)
    {
        if (whole <= 0)
            return "–";
        var value = 100.0 * part / whole;
        var digits = part == 0 || part == whole ? 0 : decimals(value);
        var text = Math.Round(value, digits);
        // All but one endpoint is not everything, and one endpoint is not nothing.
        var step = Math.Pow(10, -digits);
        text = part < whole ? Math.Min(text, 100 - step) : text;
        text = part > 0 ? Math.Max(text, step) : text;
        return text.ToString("F" + digits, CultureInfo.InvariantCulture) + "%";
    }
}
