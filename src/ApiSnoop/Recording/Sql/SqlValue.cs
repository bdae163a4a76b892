using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;

namespace ApiSnoop.Recording.Sql;

/// <summary>
/// The values of a query's answer as a table can hold them: texts, numbers, truths, and JSON for lists and structures. Times are
/// texts in the order of ISO 8601, as precise as they are.
/// </summary>
internal static class SqlValue
{
    /// <summary>Between these a fraction has as many digits as were meant: seven or fifteen.</summary>
    const double Smallest = 1e-9, Largest = 1e15;

    /// <summary>The value for a table; null stays null.</summary>
    /// <param name="value">What DuckDB gives.</param>
    /// <param name="isUtc">Whether a time of it is one in UTC, rather than one of no time zone. Of times inside a list that is not
    /// known.</param>
    public static object? Plain(object? value, bool isUtc) => value switch
    {
        null or DBNull => null,
        string or bool or long or int or short => value,
        sbyte or byte or ushort or uint => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        ulong or BigInteger => Whole((IFormattable)value),
        float number => Math.Abs(number) is > (float)Smallest and < (float)Largest ? (decimal)number : (double)number,
        double number => Math.Abs(number) is > Smallest and < Largest ? (decimal)number : number,
        decimal => value,
        DateTime time => time.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture) + (isUtc ? "Z" : ""),
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        Stream bytes => Hexadecimal(bytes),
        IDictionary or IEnumerable => Json(value, isUtc),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    static object Whole(IFormattable number)
    {
        var text = number.ToString(null, CultureInfo.InvariantCulture);
        return long.TryParse(text, CultureInfo.InvariantCulture, out var whole) ? whole : text;
    }

    static string Hexadecimal(Stream bytes)
    {
        using var copy = new MemoryStream();
        using (bytes) bytes.CopyTo(copy);
        return Convert.ToHexStringLower(copy.GetBuffer().AsSpan(0, (int)copy.Length));
    }

    static JsonNode? Json(object? value, bool isUtc) => value switch
    {
        IDictionary map =>
            new JsonObject(map.Keys.Cast<object>().Select(key => KeyValuePair.Create($"{Plain(key, isUtc)}", Json(map[key], isUtc)))),
        IEnumerable list and not string => new JsonArray([.. list.Cast<object?>().Select(item => Json(item, isUtc))]),
        _ => Plain(
            value, isUtc) switch
        {
            null => null,
            bool truth => truth,
            decimal number => number,
            double number => number,
            string text =>
                text,
            var whole => Convert.ToInt64(whole, CultureInfo.InvariantCulture)
        },
    };
}
