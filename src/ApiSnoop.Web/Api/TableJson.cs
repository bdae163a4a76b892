using System.Globalization;
using System.Text.Json.Nodes;
using ApiSnoop.Reports;

namespace ApiSnoop.Web.Api;

/// <summary>Tables as JSON.</summary>
internal static class TableJson
{
    /// <summary>An object a row; the columns' names in camel case: <c>user agent</c> becomes <c>userAgent</c>.</summary>
    public static JsonArray Objects(Table table)
    {
        var names = table.Columns.Select(c => CamelCase(c.Name)).ToArray();
        return [.. table.Rows.Select(row => new JsonObject(row.Select((value, i) => new KeyValuePair<string, JsonNode?>(names[i], Value(value)))))];
    }

    /// <summary>An array a row, the first one the names of the columns, as the API of 2018 answered.</summary>
    public static JsonArray Arrays(Table table) =>
        [new JsonArray([.. table.Columns.Select(c => (JsonNode)c.Name)]), .. table.Rows.Select(row => new JsonArray([.. row.Select(Value)]))];

    /// <summary>A name without spaces and signs.</summary>
    public static string CamelCase(string name)
    {
        var words = name.Split([' ', '+', '\''], StringSplitOptions.RemoveEmptyEntries);
        return string.Concat(words.Select((w, i) => i == 0 ? w.ToLower(CultureInfo.InvariantCulture) : char.ToUpperInvariant(w[0]) + w[1..]));
    }

    static JsonNode? Value(object? value) => value switch
    {
        null => null,
        bool truth => truth,
        int or long or short => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        double fraction when double.IsFinite(fraction) => fraction,
        _ => TableWriter.Text(value),
    };
}
